package dev.lockstep.spark.replay;

import dev.lockstep.model.Action;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.Result;
import dev.lockstep.traces.Anomaly;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkException;
import org.apache.spark.memory.UnifiedMemoryManager;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfo;
import org.apache.spark.storage.BlockInfoWrapper;
import org.apache.spark.storage.TestBlockId;
import org.apache.spark.storage.memory.MemoryStore;
import org.jspecify.annotations.Nullable;

/**
 * Makes the call on Spark that each action stands for. Blocks go through a {@link BlockProtocol},
 * memory straight to the memory manager and the store, as Spark's tasks do it.
 */
final class StoreCalls implements Action.Visitor<Called> {
  /** The block that a task unrolls when it reserves unroll memory by itself; it has no owner. */
  private static final BlockId UNROLLED = new TestBlockId("unrolled");

  private final Constants constants;
  private final StoreParts parts;
  private final BlockIds ids;
  private final BlockProtocol protocol;
  private final NativeAdapter adapter;
  private final EndingWatch watch;
  private final SnapshotReader reader;
  private final CountingAllocator allocator;
  private final List<Anomaly> anomalies;
  private final Pins pins = new Pins();
  private final Map<String, Registration> registered = new HashMap<>();

  /**
   * @param anomalies where the calls leave what no model does
   */
  StoreCalls(
      Constants constants,
      BlockProtocol protocol,
      SnapshotReader reader,
      CountingAllocator allocator,
      List<Anomaly> anomalies) {
    this.constants = constants;
    this.parts = protocol.parts();
    this.ids = protocol.ids();
    this.protocol = protocol;
    this.adapter = protocol.adapter();
    this.watch = protocol.watch();
    this.reader = reader;
    this.allocator = allocator;
    this.anomalies = anomalies;
    watch.pinsAre(pins);
  }

  // Puts

  /** R1: the payload stays the caller's unless the put stored it. */
  @Override
  public Called putNative(Action.PutNative action) {
    BlockSpec block = constants.block(action.b());
    Registration registration = new Registration(block, allocator, watch);
    boolean stored = false;
    try {
      Result result = protocol.putNative(ids.of(block), block, registration::release);
      stored = result == Result.STORED;
      return Called.of(result);
    } catch (RuntimeException refusal) {
      return refusedPut(refusal);
    } finally {
      if (stored) {
        registered.put(block.id(), registration);
      } else {
        registration.freeByCaller();
      }
    }
  }

  @Override
  public Called putSerialized(Action.PutSerialized action) {
    BlockSpec block = constants.block(action.b());
    try {
      return Called.of(protocol.putBytes(ids.of(block), block));
    } catch (RuntimeException refusal) {
      return refusedPut(refusal);
    }
  }

  /** The amount is the unroll memory that the put leaves with its task. */
  @Override
  public Called putDeserialized(Action.PutDeserialized action) {
    BlockSpec block = constants.block(action.b());
    int before = reader.unroll(MemoryMode.ON_HEAP, action.t());
    Result result;
    try {
      result = protocol.putValues(ids.of(block), block);
    } catch (RuntimeException refusal) {
      return refusedPut(refusal);
    } catch (FatalRelease fatal) {
      result = Result.FATAL;
    }
    return Called.of(result, reader.unroll(MemoryMode.ON_HEAP, action.t()) - before);
  }

  /** R2: the store has said no in its own way. Anything else that it throws is no refusal. */
  private Called refusedPut(RuntimeException thrown) {
    if (adapter.refusesPut(thrown)) {
      return Called.refused(thrown);
    }
    throw thrown;
  }

  // Reads and locks

  @Override
  public Called get(Action.Get action) {
    BlockSpec block = constants.block(action.b());
    try {
      return Called.of(protocol.get(ids.of(block), block));
    } catch (RuntimeException refusal) {
      if (adapter.refusesRead(refusal)) {
        return Called.refused(refusal);
      }
      throw refusal;
    }
  }

  @Override
  public Called pin(Action.Pin action) {
    BlockSpec block = constants.block(action.b());
    BlockId id = ids.of(block);
    if (isWriteLocked(id)) {
      // No sound store leaves it so; the pin would wait for ever.
      return Called.of(Result.WAITS);
    }
    try {
      NativeStore.Pin handle = protocol.pin(id);
      if (handle == null) {
        return Called.of(Result.ABSENT);
      }
      Registration registration = registered.get(block.id());
      if (registration == null) {
        anomalies.add(new Anomaly("R11", block.id() + " was pinned, though it was never put"));
        handle.close();
      } else {
        registration.read();
        pins.add(action.t(), block, new Pins.Pin(handle, registration));
      }
      return Called.of(Result.PINNED);
    } catch (RuntimeException refusal) {
      return refusedPut(refusal);
    }
  }

  /** Closes a pin of the task after a last read; else unlocks as BlockManager.releaseLock does. */
  @Override
  public Called unlock(Action.Unlock action) {
    BlockSpec block = constants.block(action.b());
    Pins.@Nullable Pin pin = pins.takeLatest(action.t(), block);
    if (pin != null) {
      pin.readAndClose();
      return Called.of(Result.UNLOCKED);
    }
    try {
      protocol.unlock(ids.of(block));
      return Called.of(Result.UNLOCKED);
    } catch (AssertionError refusal) {
      return Called.refused(refusal);
    } catch (IllegalArgumentException refusal) {
      // A block manager unlocks no native block: its pin does that (R11).
      if (block.kind().isNative()) {
        return Called.refused(refusal);
      }
      throw refusal;
    } catch (Exception refusal) {
      // Scala throws it without declaring it: the block does not exist.
      if (refusal instanceof SparkException) {
        return Called.refused(refusal);
      }
      throw refusal;
    }
  }

  @Override
  public Called remove(Action.Remove action) {
    return Called.of(protocol.remove(ids.of(constants.block(action.b()))));
  }

  // Execution and unroll memory

  /**
   * A caller knows from the model when Spark would wait, and leaves that out; so a wait is a
   * divergence, and after {@link Patience} is at its end it is given up.
   */
  @Override
  public Called acquireExecution(Action.AcquireExecution action) {
    long bytes;
    Patience patience = Patience.begin(Patience.MILLIS_MAX);
    try {
      bytes =
          memory()
              .acquireExecutionMemory(Units.bytes(action.n()), action.t(), Units.mode(action.m()));
    } catch (Exception thrown) {
      // Scala throws an InterruptedException without declaring it.
      if (patience.end() && thrown instanceof InterruptedException) {
        anomalies.add(
            new Anomaly(
                "R12",
                "task " + action.t() + " waited though its execution memory is to be granted"));
        return Called.of(Result.WAITS);
      }
      throw thrown;
    } finally {
      patience.end();
    }
    return Called.of(Result.GRANTED, Units.of(bytes, "execution memory granted", anomalies));
  }

  /**
   * Made whatever the task holds. Spark only warns if the pool does not know the task; that counts
   * as its refusal if the pool does not know the task afterwards, either.
   */
  @Override
  public Called releaseExecution(Action.ReleaseExecution action) {
    int before = reader.exec(action.m(), action.t());
    memory().releaseExecutionMemory(Units.bytes(action.n()), action.t(), Units.mode(action.m()));
    int after = reader.exec(action.m(), action.t());
    if (before < 0 && after < 0) {
      return Called.refused("the pool does not know task " + action.t());
    }
    return Called.of(Result.RETURNED, Math.max(0, before) - Math.max(0, after));
  }

  @Override
  public Called acquireUnroll(Action.AcquireUnroll action) {
    boolean granted =
        store()
            .reserveUnrollMemoryForThisTask(
                UNROLLED, Units.bytes(constants.unrollThreshold()), Units.mode(action.m()));
    return granted
        ? Called.of(Result.GRANTED, constants.unrollThreshold())
        : Called.of(Result.NO_SPACE);
  }

  /**
   * Made whatever the task has. Spark does nothing if it has none; that counts as its refusal if it
   * has none afterwards, either.
   */
  @Override
  public Called releaseUnroll(Action.ReleaseUnroll action) {
    int before = reader.unroll(action.m(), action.t());
    store().releaseUnrollMemoryForThisTask(Units.mode(action.m()), Long.MAX_VALUE);
    int after = reader.unroll(action.m(), action.t());
    if (before == 0 && after == 0) {
      return Called.refused("task " + action.t() + " has no unroll memory of " + action.m());
    }
    return Called.of(Result.RETURNED, before - after);
  }

  // Ends

  /**
   * The order of Task.run and Executor: unroll memory, block locks, execution memory. The next
   * attempt begins before the handles of the last one are closed, which must harm nobody (R11).
   */
  @Override
  public Called taskEnd(Action.TaskEnd action) {
    for (MemoryMode mode : MemoryMode.values()) {
      store().releaseUnrollMemoryForThisTask(Units.mode(mode), Long.MAX_VALUE);
    }
    parts.locks().releaseAllLocksForTask(action.t());
    memory().releaseAllExecutionMemoryForTask(action.t());
    parts.locks().registerTask(action.t());
    pins.takeAll(action.t()).forEach(stale -> stale.handle().close());
    return Called.of(Result.ENDED);
  }

  /** R13. */
  @Override
  public Called clear(Action.Clear action) {
    try {
      protocol.clear();
    } finally {
      registered.clear();
      pins.takeAll().forEach(stale -> stale.handle().close());
    }
    return Called.of(Result.CLEARED);
  }

  private boolean isWriteLocked(BlockId id) {
    BlockInfoWrapper wrapper = parts.locks().blockInfoWrappers.get(id);
    return wrapper != null && wrapper.info().writerTask() != BlockInfo.NO_WRITER();
  }

  private UnifiedMemoryManager memory() {
    return parts.memory();
  }

  private MemoryStore store() {
    return parts.store();
  }
}
