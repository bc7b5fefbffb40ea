package dev.lockstep.simulator.run;

import dev.lockstep.model.Action;
import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.PoolSpec;
import dev.lockstep.model.ReleaseBehaviour;
import dev.lockstep.simulator.store.StoreLayout;
import dev.lockstep.traces.Trace;
import dev.lockstep.traces.TraceRecorder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * A simulation under unified LRU as a trace, for the model and the real store to replay. The
 * observations are the model's: where the simulator's store differed, replay would show it.
 */
public final class TraceRecording implements SimulationListener {
  /** More blocks than that would make a trace that no person and no model can use. */
  public static final int BLOCKS_MAX = 10_000;

  private final List<Action> actions = new ArrayList<>();
  private final StoreLayout layout;
  private final List<String> ids;
  private final Set<Integer> demands = new TreeSet<>();

  private TraceRecording(StoreLayout layout) {
    this.layout = layout;
    this.ids = ids(layout);
  }

  /**
   * The whole trace of a simulation.
   *
   * @throws InvalidConstantException if it has too many blocks, or more units than a trace can say
   */
  public static Trace of(SimulationSpec spec) {
    StoreLayout layout =
        spec.workload().open(new java.util.SplittableRandom(spec.seed()).split()).layout();
    if (layout.blocks() > BLOCKS_MAX) {
      throw new InvalidConstantException(
          "trace", "must have at most " + BLOCKS_MAX + " blocks, was " + layout.blocks());
    }
    TraceRecording recording = new TraceRecording(layout);
    Simulation.run(spec, recording);
    return TraceRecorder.trace(
        Trace.Origin.RANDOM,
        spec.seed(),
        recording.constants(spec.workload().operationsPerAttempt()),
        recording.actions);
  }

  @Override
  public void called(long micros, Call call, int task, int block, int mode, long units) {
    MemoryMode in = MemoryMode.values()[mode];
    String id = ids.get(block);
    switch (call) {
      case PUT ->
          actions.add(
              switch (layout.kind(block)) {
                case NATIVE -> new Action.PutNative(task, id);
                case SERIALIZED -> new Action.PutSerialized(task, id);
                case DESERIALIZED -> new Action.PutDeserialized(task, id);
              });
      case READ ->
          actions.add(layout.isNative(block) ? new Action.Pin(task, id) : new Action.Get(task, id));
      case UNLOCK -> actions.add(new Action.Unlock(task, id));
      case REMOVE -> actions.add(new Action.Remove(task, id));
      case ACQUIRE_EXECUTION -> actions.add(new Action.AcquireExecution(task, in, demand(units)));
      case RELEASE_EXECUTION -> actions.add(new Action.ReleaseExecution(task, in, demand(units)));
      case RELEASE_UNROLL -> actions.add(new Action.ReleaseUnroll(task, in));
      case TASK_END -> actions.add(new Action.TaskEnd(task));
    }
  }

  /** An amount that the trace's constants have to name. */
  private int demand(long units) {
    int amount = Math.toIntExact(units);
    demands.add(amount);
    return amount;
  }

  private Constants constants(int locksMax) {
    List<BlockSpec> blocks = new ArrayList<>();
    Set<MemoryMode> modes = EnumSet.noneOf(MemoryMode.class);
    for (int b = 0; b < layout.blocks(); b++) {
      MemoryMode mode = MemoryMode.values()[layout.mode(b)];
      modes.add(mode);
      blocks.add(
          new BlockSpec(
              ids.get(b),
              layout.kind(b),
              layout.size(b),
              mode,
              layout.owner(b),
              ReleaseBehaviour.RETURNS));
    }
    return new Constants(
        layout.tasks(),
        blocks,
        pool(0),
        pool(1),
        Math.toIntExact(layout.unrollThreshold()),
        Set.of(),
        demands.isEmpty() ? Set.of() : modes,
        new TreeSet<>(demands),
        // No task can come near it: an attempt makes no more reads than it has operations.
        locksMax);
  }

  private PoolSpec pool(int mode) {
    if (layout.max(mode) > Integer.MAX_VALUE / 2) {
      throw new InvalidConstantException("poolSize", "is too large for a trace");
    }
    return new PoolSpec((int) layout.max(mode), (int) layout.region(mode));
  }

  private static List<String> ids(StoreLayout layout) {
    int[] numbers = new int[BlockKind.values().length];
    List<String> ids = new ArrayList<>();
    for (int b = 0; b < layout.blocks(); b++) {
      BlockKind kind = layout.kind(b);
      ids.add(kind.name().substring(0, 1).toLowerCase(Locale.ROOT) + ++numbers[kind.ordinal()]);
    }
    return ids;
  }
}
