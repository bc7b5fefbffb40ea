package dev.lockstep.cli.simulate;

import dev.lockstep.cli.run.Progress;
import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.simulator.policy.EvictionPolicy;
import dev.lockstep.simulator.policy.OfflineBound;
import dev.lockstep.simulator.policy.UnifiedLru;
import dev.lockstep.simulator.report.PoolUse;
import dev.lockstep.simulator.run.Reference;
import dev.lockstep.simulator.run.Simulation;
import dev.lockstep.simulator.run.SimulationListener;
import dev.lockstep.simulator.run.SimulationSpec;
import dev.lockstep.simulator.run.TraceRecording;
import dev.lockstep.simulator.store.CacheStore;
import dev.lockstep.simulator.workload.WorkloadSpec;
import dev.lockstep.simulator.workload.Workloads;
import dev.lockstep.traces.json.TraceCodec;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A workload, by name or from a file. */
record AskedWorkload(WorkloadSpec spec, long seed, long requests) implements Asked {
  private static final long REQUESTS = 100_000;

  static AskedWorkload of(
      String workload, Map<String, String> settings, long seed, @Nullable Long requests)
      throws TraceFormatException {
    WorkloadSpec spec =
        isFile(workload)
            ? Workloads.read(Path.of(workload), settings)
            : Workloads.byName(workload, settings);
    long most = requests == null ? REQUESTS : requests;
    if (most < 0) {
      throw new InvalidConstantException("requests", "must be at least 0, was " + most);
    }
    return new AskedWorkload(spec, seed, most);
  }

  /** A name that is known is no file; ./zipf would be one. */
  private static boolean isFile(String workload) {
    return !Workloads.names().contains(workload)
        && (workload.endsWith(".json")
            || workload.endsWith(".json.gz")
            || Files.exists(Path.of(workload)));
  }

  @Override
  public String name() {
    return spec.name();
  }

  @Override
  public long memory() {
    return spec.poolSize();
  }

  @Override
  public Ran run(EvictionPolicy policy, long memory) {
    PoolUse pools = new PoolUse(requests);
    try (Progress progress = new Progress("simulate " + policy.name(), requests)) {
      SimulationListener listener =
          new SimulationListener() {
            @Override
            public long requestsBetweenReports() {
              return pools.requestsBetweenReports();
            }

            @Override
            public void progressed(CacheStore store, long micros, long done) {
              pools.progressed(store, micros, done);
              progress.to(done);
            }
          };
      return new Ran(
          Simulation.run(
              new SimulationSpec(spec.withPoolSize(memory), policy, seed, requests), listener),
          pools);
    }
  }

  @Override
  public OfflineBound.Bound bound(long memory) {
    return Reference.of(spec.withPoolSize(memory), seed, requests);
  }

  @Override
  public void write(Path file, long memory) throws IOException {
    TraceCodec.write(
        TraceRecording.of(
            new SimulationSpec(spec.withPoolSize(memory), new UnifiedLru(), seed, requests)),
        file);
  }
}
