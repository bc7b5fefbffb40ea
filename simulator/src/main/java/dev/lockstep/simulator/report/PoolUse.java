package dev.lockstep.simulator.report;

import dev.lockstep.model.MemoryMode;
import dev.lockstep.simulator.run.SimulationListener;
import dev.lockstep.simulator.store.CacheStore;
import java.util.ArrayList;
import java.util.List;

/** Samples of a simulation's pools over time. */
public final class PoolUse implements SimulationListener {
  private static final int SAMPLES = 200;

  private final long every;
  private final List<Sample> samples = new ArrayList<>();

  /** Some two hundred samples of a simulation of so many requests. */
  public PoolUse(long requests) {
    this.every = Math.max(1, requests / SAMPLES);
  }

  /**
   * The pools at one time.
   *
   * @param micros simulated time
   * @param entries units of entries, by the ordinal of the mode
   * @param execution units of execution memory
   * @param pool size of the storage pool
   */
  public record Sample(long micros, long[] entries, long[] execution, long[] pool) {}

  @Override
  public long requestsBetweenReports() {
    return every;
  }

  @Override
  public void progressed(CacheStore store, long micros, long requests) {
    int modes = MemoryMode.values().length;
    Sample sample = new Sample(micros, new long[modes], new long[modes], new long[modes]);
    for (int mode = 0; mode < modes; mode++) {
      sample.entries()[mode] = store.liveUnits(mode);
      sample.execution()[mode] = store.executionUsed(mode);
      sample.pool()[mode] = store.pool(mode);
    }
    samples.add(sample);
  }

  List<Sample> samples() {
    return samples;
  }
}
