package dev.lockstep.cli.simulate;

import dev.lockstep.simulator.policy.EvictionPolicy;
import dev.lockstep.simulator.policy.OfflineBound;
import dev.lockstep.simulator.report.PoolUse;
import dev.lockstep.simulator.run.SimulationResult;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the user wants to see policies on. */
interface Asked {

  /** A run, with its pools over time where time passes. */
  record Ran(SimulationResult result, @Nullable PoolUse pools) {}

  String name();

  /** The memory that it comes with. */
  long memory();

  Ran run(EvictionPolicy policy, long memory);

  OfflineBound.Bound bound(long memory);

  /** Writes the run under unified LRU in so much memory as a trace of ours. */
  void write(Path file, long memory) throws IOException;
}
