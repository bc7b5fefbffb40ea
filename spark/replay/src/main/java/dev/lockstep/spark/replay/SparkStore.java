package dev.lockstep.spark.replay;

import dev.lockstep.model.Action;
import dev.lockstep.model.Constants;
import dev.lockstep.model.Result;
import dev.lockstep.traces.Anomaly;
import dev.lockstep.traces.Observation;
import dev.lockstep.traces.StepComparison;
import dev.lockstep.traces.StoreSnapshot;
import dev.lockstep.traces.StoreUnderTest;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.storage.BlockId;

/**
 * The real store, bare: Spark's MemoryStore, BlockInfoManager and UnifiedMemoryManager with the
 * protocol of BlockManager round them, one call at a time on the caller's thread.
 *
 * <p>A unit is {@link #UNIT_BYTES} bytes of Spark's accounting. JVM blocks have their real size;
 * the payload of a native block is 64 bytes outside the heap whatever it reserves.
 *
 * <p>A call that Spark would make wait for execution memory would wait here, too: callers leave it
 * out, as {@code Refusals} does. If Spark waits though the model grants, the wait is given up after
 * ten seconds and is an anomaly (R12). All other calls return at once.
 */
public final class SparkStore implements StoreUnderTest {
  /** Bytes of Spark that one unit of the model stands for. */
  public static final long UNIT_BYTES = Units.BYTES;

  private static final int NO_TASK = -1;

  private final boolean deferred;
  private final BlockProtocol blocks;
  private final EndingWatch watch;
  private final SnapshotReader reader;
  private final StoreCalls calls;
  private final CountingAllocator allocator = new CountingAllocator();
  private final TaskContexts contexts = new TaskContexts();
  private final List<Anomaly> anomalies = new ArrayList<>();
  private boolean finished;

  /**
   * A fresh store.
   *
   * @param adapter whose native blocks it has
   * @throws dev.lockstep.model.InvalidConstantException if Spark can't be set up with the constants
   */
  public SparkStore(Constants constants, NativeAdapter adapter) {
    this(constants, new BareBlocks(constants, adapter));
  }

  /** The same round other objects of Spark's. */
  SparkStore(Constants constants, BlockProtocol blocks) {
    BlockContents.check(constants);
    this.deferred = constants.deferredRelease();
    this.blocks = blocks;
    this.watch = blocks.watch();
    this.reader = new SnapshotReader(constants, blocks.parts(), blocks.ids());
    this.calls = new StoreCalls(constants, blocks, reader, allocator, anomalies);
  }

  @Override
  public Observation apply(Action action) {
    int task = taskOf(action);
    anomalies.clear();
    if (task != NO_TASK) {
      contexts.enter(task);
    }
    watch.callBegins(task, action instanceof Action.Clear);
    Called called;
    try {
      called = action.accept(calls);
    } catch (FatalRelease fatal) {
      called = Called.of(Result.FATAL);
    } catch (Exception | AssertionError | LinkageError unexpected) {
      called = Called.refused(unexpected.toString());
      anomalies.add(
          new Anomaly(StepComparison.ruleOfResult(action), "the call threw " + unexpected));
    } finally {
      contexts.leave();
    }
    watch.callEnds();
    if (deferred) {
      settle();
    }
    StoreSnapshot snapshot = reader.read(anomalies);
    // What went wrong inside the call explains what is wrong after it, so it stands first.
    List<Anomaly> all = new ArrayList<>(watch.anomalies());
    all.addAll(allocator.takeAnomalies());
    all.addAll(blocks.takeAnomalies());
    all.addAll(anomalies);
    return new Observation(
        called.result(), called.amount(), watch.events(), snapshot, all, called.detail());
  }

  /**
   * R8: what the call has queued runs as on the store's own thread: without a task, and after the
   * call, which never hears of a fatal error; whoever runs the queue does (R7).
   */
  private void settle() {
    watch.settleBegins();
    boolean heard = false;
    try {
      blocks.settle();
    } catch (FatalRelease fatal) {
      heard = true;
    }
    watch.settleEnds(heard);
  }

  @Override
  public StoreSnapshot snapshot() {
    return reader.read(new ArrayList<>());
  }

  /**
   * R3, R5, R13: the books must balance as the store ends; then it is cleared, as a shutdown does,
   * and nothing may be left anywhere. The bytes are looked at before that: stock's clear sets them
   * to zero, whatever they were.
   */
  @Override
  public List<Anomaly> finish() {
    if (finished) {
      return List.of();
    }
    finished = true;
    List<Anomaly> lost = new ArrayList<>();
    reader.read(lost);
    reader.checkBalance(lost);
    watch.callBegins(NO_TASK, true);
    try {
      blocks.clear();
    } catch (FatalRelease fatal) {
      // R7: it comes through when all else is done.
    }
    watch.callEnds();
    lost.addAll(watch.anomalies());
    for (BlockId left : List.copyOf(blocks.parts().store().entries.keySet())) {
      lost.add(new Anomaly("R13", "the entry of " + blocks.ids().nameOf(left) + " is left"));
    }
    blocks.dispose();
    lost.addAll(blocks.takeAnomalies());
    allocator.close();
    lost.addAll(allocator.takeAnomalies());
    return lost;
  }

  private static int taskOf(Action action) {
    if (action instanceof Action.OnBlock onBlock) {
      return onBlock.t();
    } else if (action instanceof Action.OnMode onMode) {
      return onMode.t();
    } else if (action instanceof Action.TaskEnd taskEnd) {
      return taskEnd.t();
    }
    return NO_TASK;
  }
}
