package dev.lockstep.spark.testkit;

import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.spark.storage.NativeBlockId;
import org.jspecify.annotations.Nullable;

/** What the threads of a soak share: ids that one may have stored lately, and counts. */
final class SoakBoard implements ReleaseWatch {
  private static final int RECENT = 32;

  private final SoakPlan plan;
  private final AtomicReferenceArray<@Nullable NativeBlockId> recent =
      new AtomicReferenceArray<>(RECENT);
  private volatile boolean failed;

  final AtomicLong tasks = new AtomicLong();
  final AtomicLong removals = new AtomicLong();
  final AtomicLong noSpace = new AtomicLong();
  final AtomicLong duplicates = new AtomicLong();
  final AtomicLong reads = new AtomicLong();
  final AtomicLong openAtTaskEnd = new AtomicLong();
  final AtomicLong throwing = new AtomicLong();
  final AtomicLong jvmBlocks = new AtomicLong();

  SoakBoard(SoakPlan plan) {
    this.plan = plan;
  }

  /** Any thread may use the id from now on. */
  void publish(NativeBlockId id, SplittableRandom random) {
    recent.set(random.nextInt(RECENT), id);
  }

  /** An id that some thread stored, and that may be gone; null in the beginning. */
  @Nullable NativeBlockId any(SplittableRandom random) {
    return recent.get(random.nextInt(RECENT));
  }

  /** The pattern of a payload is the same at each registration of an id. */
  static long pattern(NativeBlockId id) {
    return id.name().hashCode();
  }

  /** One thread has failed, the others need not go on. */
  void fail() {
    failed = true;
  }

  boolean hasFailed() {
    return failed;
  }

  /** R7: some releases throw when they have freed; which ones, the seed and the id say. */
  @Override
  public void freed(Registration registration) throws IOException {
    long hash = new SplittableRandom(plan.seed() ^ pattern(registration.id())).nextLong();
    if (Math.floorMod(hash, 100) < plan.throwingPercent()) {
      throwing.incrementAndGet();
      throw new IOException("testkit: after freeing " + registration.id());
    }
  }
}
