package dev.lockstep.spark.threads.soak;

import dev.lockstep.schedule.soak.SoakPlan;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.spark.storage.NativeBlockId;
import org.jspecify.annotations.Nullable;

/** What the threads of one soak share: ids that were put lately, counts, and what is wrong. */
final class Board {
  /** Bytes of the smallest payload. */
  static final long UNIT = 4096;

  /** Payloads of the smallest size that fit into a pool. */
  static final int SLOTS = 128;

  /** RDDs that own native blocks. */
  static final int OWNERS = 3;

  private static final int RECENT = 32;

  private final SoakPlan plan;
  private final AtomicReferenceArray<@Nullable NativeBlockId> recent =
      new AtomicReferenceArray<>(RECENT);
  private final AtomicLong ids = new AtomicLong();
  private final AtomicLong attempts = new AtomicLong();
  private final AtomicLongArray counts = new AtomicLongArray(Count.values().length);
  private final Queue<String> broken = new ConcurrentLinkedQueue<>();

  /** By identity. */
  private final Set<Throwable> unseen = Collections.synchronizedSet(identities());

  private volatile boolean failed;
  private volatile boolean decommissioned;
  private volatile boolean stopBegun;
  private volatile boolean stopping;

  Board(SoakPlan plan) {
    this.plan = plan;
  }

  private static Set<Throwable> identities() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  SoakPlan plan() {
    return plan;
  }

  long nextAttempt() {
    return attempts.incrementAndGet();
  }

  /** An id that nobody has put before; of an RDD, now and then. */
  NativeBlockId newId(SplittableRandom random) {
    String key = Long.toString(ids.incrementAndGet());
    return random.nextInt(4) == 0
        ? NativeBlockId.ofRdd("soak", key, random.nextInt(OWNERS))
        : NativeBlockId.of("soak", key);
  }

  /** Any thread may use the id from now on. */
  void publish(NativeBlockId id, SplittableRandom random) {
    recent.set(random.nextInt(RECENT), id);
  }

  /** An id that some thread has put, and that may be gone; a new one in the beginning. */
  NativeBlockId any(SplittableRandom random) {
    NativeBlockId id = recent.get(random.nextInt(RECENT));
    return id == null ? newId(random) : id;
  }

  void count(Count what) {
    counts.incrementAndGet(what.ordinal());
  }

  Map<String, Long> counts() {
    Map<String, Long> all = new LinkedHashMap<>();
    for (Count count : Count.values()) {
      all.put(count.words(), counts.get(count.ordinal()));
    }
    return all;
  }

  /** Something is wrong, and the threads need not go on. */
  void broken(String text) {
    broken.add(text);
    failed = true;
  }

  List<String> broken() {
    return List.copyOf(broken);
  }

  boolean hasFailed() {
    return failed;
  }

  void decommissioned(boolean is) {
    decommissioned = is;
  }

  boolean isDecommissioned() {
    return decommissioned;
  }

  /** The disk and the network go first. */
  void stopBegins() {
    stopBegun = true;
  }

  boolean hasStopBegun() {
    return stopBegun;
  }

  /** Then blocks and tasks are forgotten. */
  void stops() {
    stopping = true;
  }

  boolean isStopping() {
    return stopping;
  }

  /** A release is about to throw this, and somebody must hear of it (R7). */
  void throwsFatal(Throwable thrown) {
    unseen.add(thrown);
  }

  /** Whoever catches an error has seen it, and those that it carries. */
  void seen(Throwable thrown) {
    unseen.remove(thrown);
    for (Throwable carried : thrown.getSuppressed()) {
      seen(carried);
    }
  }

  /** Fatal errors of releases that nobody has caught so far. */
  List<Throwable> unseen() {
    synchronized (unseen) {
      return List.copyOf(unseen);
    }
  }
}
