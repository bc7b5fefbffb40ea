package dev.lockstep.spark.threads.led;

import dev.lockstep.model.lock.Mechanism;
import dev.lockstep.schedule.Body;
import dev.lockstep.schedule.Points;
import dev.lockstep.spark.launch.LedPoints;
import dev.lockstep.spark.replay.TaskContexts;
import dev.lockstep.spark.replay.Units;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfo;
import org.apache.spark.storage.PinnedNativeBlock;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.storage.memory.NativeEntries;
import org.apache.spark.util.io.ChunkedByteBuffer;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * One task: it makes the calls that it is told to, one after the other, and is idle in between.
 * What a call throws is the end of that call.
 */
final class LedTask implements Body {
  static final String IDLE = "idle";
  static final String ENGINE_HELD = "engine.held";
  static final String SCAN = "scan";

  private static final TaskContexts CONTEXTS = new TaskContexts();
  private static final ClassTag<Object> ANY = ClassTag$.MODULE$.Any();
  private static final MemoryMode MODE = MemoryMode.ON_HEAP;

  private final LedParts parts;
  private final int number;
  private final int[] released;
  private final List<Deque<PinnedNativeBlock>> pins = new ArrayList<>();

  /** What to call next; set by whoever leads, while this thread stands still. */
  private @Nullable Runnable next;

  private boolean leavesEngine;

  LedTask(LedParts parts, int number, int[] released) {
    this.parts = parts;
    this.number = number;
    this.released = released;
    for (int b = 0; b < parts.constants().blocks().size(); b++) {
      pins.add(new ArrayDeque<>());
    }
  }

  @Override
  public void run() {
    CONTEXTS.enter(number);
    try {
      while (true) {
        Points.named(IDLE, null);
        Runnable call = Objects.requireNonNull(next);
        next = null;
        attempt(call);
      }
    } finally {
      CONTEXTS.leave();
    }
  }

  static void attempt(Runnable call) {
    try {
      call.run();
    } catch (Exception | AssertionError | OutOfMemoryError ended) {
      // The specification's calls end where an error leaves from them (R7).
    }
  }

  // What it can be told

  void putNext(int block) {
    next = () -> put(block);
  }

  void takeEngineNext() {
    leavesEngine = false;
    next = this::withEngine;
  }

  void leaveEngineNext() {
    leavesEngine = true;
  }

  void readNext(int block) {
    next = () -> read(block);
  }

  void unlockNext(int block) {
    next = () -> unlock(block);
  }

  void removeNext(int block) {
    next = () -> remove(block);
  }

  void askNext(int units) {
    next = () -> parts.manager().acquireExecutionMemory(Units.bytes(units), number, MODE);
  }

  void giveNext() {
    next = () -> parts.manager().releaseAllExecutionMemoryForTask(number);
  }

  void endNext() {
    next =
        () -> {
          parts.locks().releaseAllLocksForTask(number);
          pins.forEach(Deque::clear);
          parts.manager().releaseAllExecutionMemoryForTask(number);
        };
  }

  void stopNext() {
    next =
        () -> {
          parts.locks().clear();
          parts.memory().clear();
        };
  }

  // The calls

  private void withEngine() {
    Points.lock(parts.engine(), "the engine");
    try {
      while (true) {
        Points.named(ENGINE_HELD, null);
        if (leavesEngine) {
          return;
        }
        Runnable call = Objects.requireNonNull(next);
        next = null;
        attempt(call);
      }
    } finally {
      Points.unlock(parts.engine(), "the engine");
    }
  }

  private void put(int block) {
    if (parts.isNative(block)) {
      parts
          .natives()
          .putNative(
              parts.nativeId(block),
              parts.bytes(block),
              MODE,
              new LedPayload(parts.constants(), parts, block, released));
      return;
    }
    BlockId id = parts.id(block);
    BlockInfo info = new BlockInfo(StorageLevel.MEMORY_ONLY_SER(), ANY, false);
    if (!parts.locks().lockNewBlockForWriting(id, info, false)) {
      return;
    }
    boolean stored = false;
    try {
      stored =
          parts
              .memory()
              .putBytes(
                  id,
                  parts.bytes(block),
                  MODE,
                  () -> new ChunkedByteBuffer(ByteBuffer.allocate((int) parts.bytes(block))),
                  ANY);
      if (stored) {
        parts.locks().unlock(id, Option.empty());
      }
    } finally {
      if (!stored) {
        // As BlockManager.doPut: removeBlockInternal.
        parts.memory().remove(id);
        parts.locks().removeBlock(id);
      }
    }
  }

  private void read(int block) {
    if (parts.isNative(block) && !parts.constants().keeps(Mechanism.PinToScan)) {
      scanWithoutPin(block);
      return;
    }
    if (parts.isNative(block)) {
      parts.natives().pinNative(parts.nativeId(block)).ifPresent(pin -> pins.get(block).push(pin));
      return;
    }
    BlockId id = parts.id(block);
    if (parts.locks().lockForReading(id, true).isDefined()
        && parts.memory().getBytes(id).isEmpty()) {
      parts.locks().unlock(id, Option.empty());
    }
  }

  /** Hole 2: an engine that looks its payload up and reads it, with nothing that keeps it there. */
  private void scanWithoutPin(int block) {
    Points.named(LedPoints.LOCK_FOR_READING, parts.id(block));
    if (parts.locks().get(parts.id(block)).isDefined()
        && NativeEntries.touch(parts.memory(), parts.nativeId(block)) != null) {
      Points.named(SCAN, null);
    }
  }

  private void unlock(int block) {
    if (parts.isNative(block)) {
      pins.get(block).pop().close();
    } else {
      parts.locks().unlock(parts.id(block), Option.empty());
    }
  }

  private void remove(int block) {
    if (parts.isNative(block)) {
      parts.natives().removeNative(parts.nativeId(block));
      return;
    }
    BlockId id = parts.id(block);
    if (parts.locks().lockForWriting(id, true).isDefined()) {
      try {
        parts.memory().remove(id);
      } finally {
        parts.locks().removeBlock(id);
      }
    }
  }
}
