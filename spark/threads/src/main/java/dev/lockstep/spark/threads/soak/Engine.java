package dev.lockstep.spark.threads.soak;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativeBlockStore;
import org.apache.spark.storage.NativePutResult;
import org.apache.spark.storage.PinnedNativeBlock;
import org.apache.spark.storage.PinnedPut;

/** The soak's own engine: an allocator that counts, and what its payloads are put, pinned by. */
final class Engine {
  private static final Duration PATIENCE = Duration.ofMillis(2);

  private final SoakedBlockManager manager;
  private final NativeBlockStore natives;
  private final Board board;
  private final AtomicLong bytesOutstanding = new AtomicLong();
  private final Queue<Payload> made = new ConcurrentLinkedQueue<>();

  Engine(SoakedBlockManager manager, Board board) {
    this.manager = manager;
    this.natives = NativeBlockStore.of(manager);
    this.board = board;
  }

  Board board() {
    return board;
  }

  NativeBlockStore natives() {
    return natives;
  }

  long bytesOutstanding() {
    return bytesOutstanding.get();
  }

  List<Payload> made() {
    return List.copyOf(made);
  }

  void free(Payload payload) {
    bytesOutstanding.addAndGet(-payload.bytes());
  }

  /** A payload is made, registered, and freed here unless Spark has taken it over (R1). */
  void put(NativeBlockId id, MemoryMode mode, SplittableRandom random) {
    boolean tooLarge = random.nextInt(200) == 0;
    long bytes = Board.UNIT * (tooLarge ? Board.SLOTS + 1 : 1 + random.nextInt(3));
    Payload payload = new Payload(this, id, bytes, mode, random.nextLong());
    bytesOutstanding.addAndGet(bytes);
    made.add(payload);
    NativePutResult result = null;
    try {
      if (random.nextInt(4) == 0) {
        PinnedPut put = natives.putPinned(id, bytes, mode, payload);
        result = put.result();
        payload.result(result);
        put.pin().ifPresent(PinnedNativeBlock::close);
      } else {
        result = natives.putNative(id, bytes, mode, payload);
        payload.result(result);
      }
    } finally {
      if (result != NativePutResult.STORED) {
        free(payload);
      }
      board.count(
          result == null
              ? Count.PUT_FAILED
              : switch (result) {
                case STORED -> Count.REGISTRATIONS;
                case NO_SPACE -> Count.NO_SPACE;
                case DUPLICATE -> Count.DUPLICATE;
              });
    }
    board.publish(id, random);
  }

  /** A pin, and the payload that it protects. */
  Optional<Reading> pin(NativeBlockId id, Attempt attempt, boolean waiting) {
    Optional<PinnedNativeBlock> pinned = waiting ? natives.pinNative(id) : natives.tryPin(id);
    if (pinned.isEmpty()) {
      return Optional.empty();
    }
    board.count(Count.PIN);
    Payload payload = Resident.payload(manager, id);
    Payload.Reader reader = payload == null ? null : payload.readBy(attempt);
    return Optional.of(new Reading(pinned.get(), reader, attempt));
  }

  /** All blocks of an RDD, as Spark does it at an unpersist, or those that go in time. */
  void removeOwned(int rdd, boolean byManager) {
    if (byManager) {
      manager.removeRdd(rdd);
    } else {
      natives.removeAll(id -> id.owner().orElse(-1) == rdd, PATIENCE);
    }
    board.count(Count.OWNER_REMOVAL);
  }

  void remove(NativeBlockId id, SplittableRandom random) {
    switch (random.nextInt(4)) {
      case 0, 1 -> manager.removeBlock(id, true);
      case 2 -> natives.removeNative(id);
      default -> natives.tryRemove(id);
    }
    board.count(Count.REMOVAL);
  }

  /**
   * What a release, or the close of a JVM block's value, may do on its own thread (R8): put, pin
   * and remove native blocks. What these calls throw ends here, as in an engine that is well made.
   */
  void callAgain(SplittableRandom random) {
    board.count(Count.REENTRY);
    try {
      switch (random.nextInt(5)) {
        case 0 -> put(board.newId(random), MemoryMode.OFF_HEAP, random);
        case 1 -> natives.pinNative(board.any(random)).ifPresent(PinnedNativeBlock::close);
        case 2 -> natives.removeNative(board.any(random));
        case 3 -> natives.removeOwned(random.nextInt(Board.OWNERS));
        default -> manager.removeBlock(board.any(random), true);
      }
    } catch (Throwable thrown) {
      Expected.inReentry(thrown, board);
    }
  }
}
