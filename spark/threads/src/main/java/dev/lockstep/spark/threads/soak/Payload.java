package dev.lockstep.spark.threads.soak;

import dev.lockstep.schedule.soak.Stack;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativePutResult;
import org.apache.spark.storage.NativeRelease;
import org.jspecify.annotations.Nullable;

/**
 * One payload, from its allocation on, and its release. Which releases throw, and which call the
 * store again, the payload's own seed says.
 */
final class Payload implements NativeRelease {
  private static final int ORDINARY_PERCENT = 8;
  private static final int FATAL_PERCENT = 4;
  private static final int REENTRY_PERCENT = 12;

  private final Engine engine;
  private final NativeBlockId id;
  private final long bytes;
  private final MemoryMode mode;
  private final SplittableRandom random;
  private final AtomicInteger calls = new AtomicInteger();

  /**
   * Each reader is an object of its own. A queue with equal elements would lose count: a removal
   * may miss the second of two while another thread takes the first.
   */
  private final Set<Reader> readers = ConcurrentHashMap.newKeySet();

  private volatile @Nullable NativePutResult result;
  private volatile boolean saidBesideStop;

  Payload(Engine engine, NativeBlockId id, long bytes, MemoryMode mode, long seed) {
    this.engine = engine;
    this.id = id;
    this.bytes = bytes;
    this.mode = mode;
    this.random = new SplittableRandom(seed);
  }

  NativeBlockId id() {
    return id;
  }

  long bytes() {
    return bytes;
  }

  MemoryMode mode() {
    return mode;
  }

  /** What the put said; null if it threw. */
  void result(@Nullable NativePutResult said) {
    result = said;
    saidBesideStop = engine.board().isStopping();
  }

  boolean isStoredBesideStop() {
    return isStored() && saidBesideStop;
  }

  boolean isStored() {
    return result == NativePutResult.STORED;
  }

  /** How often Spark has called the release. */
  int calls() {
    return calls.get();
  }

  /** A pin, which protects the payload as long as the attempt runs. Equal to itself alone. */
  final class Reader {
    private final Attempt attempt;

    private Reader(Attempt attempt) {
      this.attempt = attempt;
    }

    /** A task that ends loses its pins, and a stop does not ask for them (R11, R13). */
    private boolean isProtected() {
      return !attempt.isEnding() && !engine.board().isStopping();
    }

    /** The pin is about to be closed. */
    void leaves() {
      readers.remove(this);
    }
  }

  /** A pin of the attempt's protects the payload from now on. */
  Reader readBy(Attempt attempt) {
    Reader reader = new Reader(attempt);
    readers.add(reader);
    if (calls.get() > 0 && reader.isProtected()) {
      engine.board().broken("R11: " + id + " was pinned and its payload is freed already");
    }
    return reader;
  }

  @Override
  public void release() throws Exception {
    Board board = engine.board();
    if (calls.incrementAndGet() > 1) {
      board.broken("R5: the release of " + id + " was called again");
      return;
    }
    if (readers.stream().anyMatch(Reader::isProtected)) {
      board.broken("R5: " + id + " was released under a pin: " + Stack.of(new Throwable()));
    }
    if (board.isStopping() && !readers.isEmpty()) {
      board.count(Count.PIN_AT_STOP);
    }
    engine.free(this);
    if (random.nextInt(100) < REENTRY_PERCENT) {
      engine.callAgain(random);
    }
    int draw = random.nextInt(100);
    if (draw < FATAL_PERCENT) {
      board.count(Count.FATAL);
      throwFatal(board);
    } else if (draw < FATAL_PERCENT + ORDINARY_PERCENT) {
      board.count(Count.ORDINARY);
      throw new SoakError.Ordinary(id.name());
    }
  }

  private void throwFatal(Board board) throws InterruptedException {
    switch (random.nextInt(board.plan().deferred() ? 2 : 3)) {
      case 0 -> {
        SoakError.OfTheMachine error = new SoakError.OfTheMachine(id.name());
        board.throwsFatal(error);
        throw error;
      }
      case 1 -> {
        SoakError.OfLinkage error = new SoakError.OfLinkage(id.name());
        board.throwsFatal(error);
        throw error;
      }
      default -> {
        SoakError.Interrupt error = new SoakError.Interrupt(id.name());
        board.throwsFatal(error);
        throw error;
      }
    }
  }
}
