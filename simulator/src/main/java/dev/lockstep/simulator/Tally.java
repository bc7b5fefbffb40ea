package dev.lockstep.simulator;

import dev.lockstep.model.Action;
import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.Step;
import dev.lockstep.model.StoreState;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Counts what the steps of one simulation did. */
final class Tally {
  private static final MemoryMode[] MODES = MemoryMode.values();

  private final Constants constants;
  private final Map<String, BlockSpec> blocks = new HashMap<>();
  private final Map<BlockKind, OfKind> byKind = new EnumMap<>(BlockKind.class);
  private final double[] unitMicros = new double[MODES.length];
  private long steps;
  private long attempts;
  private long requests;
  private long unmet;
  private long unitsAsked;
  private long unitsGranted;
  private long waitsBegun;
  private long waitsResolved;
  private long waitedMicros;

  Tally(Constants constants) {
    this.constants = constants;
    constants.blocks().forEach(block -> blocks.put(block.id(), block));
    for (BlockKind kind : BlockKind.values()) {
      byKind.put(kind, new OfKind());
    }
  }

  long steps() {
    return steps;
  }

  /** Time passes over a state. */
  void passed(long micros, StoreState state) {
    for (int m = 0; m < MODES.length; m++) {
      unitMicros[m] += (double) micros * state.used(MODES[m]);
    }
  }

  void stepped(Step step) {
    steps++;
    if (step.action() instanceof Action.OnBlock call) {
      called(call, step);
    } else if (step.action() instanceof Action.AcquireExecution call) {
      requests++;
      unmet += step.outcome().amount() < call.n() ? 1 : 0;
      unitsAsked += call.n();
      unitsGranted += step.outcome().amount();
    } else if (step.action() instanceof Action.TaskEnd) {
      attempts++;
    }
    for (String victim : step.outcome().victims()) {
      BlockSpec block = block(victim);
      of(block).evictions++;
      of(block).evictedUnits += block.size();
    }
    for (String released : step.outcome().releases()) {
      of(block(released)).releases++;
    }
  }

  private void called(Action.OnBlock call, Step step) {
    BlockSpec block = block(call.b());
    OfKind kind = of(block);
    switch (step.outcome().result()) {
      case HIT, PINNED -> {
        kind.hits++;
        kind.hitUnits += block.size();
      }
      case ABSENT -> {
        if (!(call instanceof Action.Remove)) {
          kind.misses++;
          kind.missUnits += block.size();
        }
      }
      case STORED -> kind.stored++;
      case NO_SPACE -> kind.noSpace++;
      case DUPLICATE -> kind.duplicates++;
      case REMOVED -> kind.removals++;
      default -> {}
    }
  }

  void waitBegun() {
    waitsBegun++;
  }

  void waitResolved(long micros) {
    waitsResolved++;
    waitedMicros += micros;
  }

  SimulationResult result(SimulationSpec spec, long microsElapsed, int stillWaiting) {
    Map<BlockKind, KindCounts> counts = new EnumMap<>(BlockKind.class);
    byKind.forEach((kind, of) -> counts.put(kind, of.counts()));
    Map<MemoryMode, Double> use = new EnumMap<>(MemoryMode.class);
    for (int m = 0; m < MODES.length; m++) {
      MemoryMode mode = MODES[m];
      if (microsElapsed > 0 && constants.blocks().stream().anyMatch(b -> b.mode() == mode)) {
        use.put(mode, unitMicros[m] / constants.pool(mode).max() / microsElapsed);
      }
    }
    return new SimulationResult(
        spec.workload().name(),
        spec.policy().name(),
        spec.seed(),
        steps,
        microsElapsed,
        attempts,
        counts,
        new SimulationResult.Execution(requests, unmet, unitsAsked, unitsGranted),
        new SimulationResult.Waits(waitsBegun, waitsResolved, stillWaiting, waitedMicros),
        use);
  }

  private BlockSpec block(String id) {
    BlockSpec block = blocks.get(id);
    if (block == null) {
      throw new IllegalArgumentException("block " + id + " is not declared");
    }
    return block;
  }

  private OfKind of(BlockSpec block) {
    OfKind kind = byKind.get(block.kind());
    if (kind == null) {
      throw new IllegalStateException("no counts of " + block.kind());
    }
    return kind;
  }

  /** The counts of one kind while they grow. */
  private static final class OfKind {
    private long hits;
    private long misses;
    private long hitUnits;
    private long missUnits;
    private long stored;
    private long noSpace;
    private long duplicates;
    private long evictions;
    private long evictedUnits;
    private long removals;
    private long releases;

    KindCounts counts() {
      return new KindCounts(
          hits,
          misses,
          hitUnits,
          missUnits,
          stored,
          noSpace,
          duplicates,
          evictions,
          evictedUnits,
          removals,
          releases);
    }
  }
}
