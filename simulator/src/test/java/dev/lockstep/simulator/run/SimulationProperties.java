package dev.lockstep.simulator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.simulator.policy.EvictionPolicy;
import dev.lockstep.simulator.policy.Policies;
import dev.lockstep.simulator.store.CacheStore;
import dev.lockstep.simulator.store.StoreLayout;
import dev.lockstep.simulator.workload.WorkloadSpec;
import dev.lockstep.simulator.workload.Workloads;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SimulationProperties {
  private static final int REQUESTS = 600;

  /** Also: no call comes back with what no task should see, or the simulation would throw. */
  @Property(tries = 200)
  void everySimulationKeepsTheBooksAndEnds(
      @ForAll("settings") Map<String, String> settings,
      @ForAll("workloads") String workload,
      @ForAll("policies") EvictionPolicy policy,
      @ForAll long seed) {
    SimulationResult result =
        Simulation.run(
            new SimulationSpec(workload(workload, settings), policy, seed, REQUESTS), new Books());
    SimulationResult.Waits waits = result.waits();
    assertThat(waits.begun()).isEqualTo(waits.resolved() + waits.left());
    if (waits.left() == 0) {
      assertThat(result.requests()).isEqualTo(REQUESTS);
    }
    assertThat(result.metrics().execution().unitsGranted())
        .isLessThanOrEqualTo(result.metrics().execution().unitsAsked());
  }

  /** With the settings that it takes: not all of them have an effect on each. */
  private static WorkloadSpec workload(String name, Map<String, String> settings) {
    Map<String, String> taken = new HashMap<>(settings);
    while (true) {
      try {
        return Workloads.byName(name, taken);
      } catch (InvalidConstantException e) {
        String[] problem = String.valueOf(e.getMessage()).split(": ", 2);
        if (!problem[1].startsWith("has no effect") || taken.remove(problem[0]) == null) {
          throw e;
        }
      }
    }
  }

  @Provide
  Arbitrary<String> workloads() {
    return Arbitraries.of(Workloads.names());
  }

  @Provide
  Arbitrary<EvictionPolicy> policies() {
    return Arbitraries.of(Policies.all());
  }

  @Provide
  Arbitrary<Map<String, String>> settings() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 5),
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers().between(1, 40),
            Arbitraries.of(MemoryMode.values()),
            Arbitraries.integers().between(0, 3),
            Arbitraries.of(0.0, 0.2),
            Arbitraries.of(0, 10, 1_000))
        .as(
            (tasks, sizeMin, poolSize, mode, owners, share, holdMicros) -> {
              Map<String, String> settings = new HashMap<>();
              settings.put("tasks", "" + tasks);
              settings.put("sizeMin", "" + Math.min(2, share > 0 ? Math.max(1, sizeMin) : sizeMin));
              settings.put("sizeMax", "4");
              settings.put("poolSize", "" + poolSize);
              settings.put("demand", "" + (1 + poolSize / 2));
              settings.put("mode", mode.name());
              settings.put("nativeShare", "0.4");
              settings.put("deserializedShare", "" + share);
              settings.put("owners", "" + owners);
              settings.put("executionShare", "" + share);
              settings.put("removeShare", "0.2");
              settings.put("holdMicros", "" + holdMicros);
              return settings;
            });
  }

  /** R3 and R5, said once more without the store's own counters. */
  private static final class Books implements SimulationListener {
    private CacheStore store;

    @Override
    public void begun(CacheStore begun) {
      store = begun;
    }

    @Override
    public long requestsBetweenReports() {
      return 1;
    }

    @Override
    public void progressed(CacheStore same, long micros, long requests) {
      StoreLayout layout = store.layout();
      long[] jvm = new long[2];
      long[] natives = new long[2];
      for (int b : store.order()) {
        (layout.isNative(b) ? natives : jvm)[layout.mode(b)] += layout.size(b);
      }
      for (int mode = 0; mode < 2; mode++) {
        long unroll = 0;
        long execution = 0;
        for (int t = 1; t <= layout.tasks(); t++) {
          unroll += store.unroll(mode, t);
          execution += Math.max(0, store.exec(mode, t));
        }
        assertThat(store.executionUsed(mode)).isEqualTo(execution);
        assertThat(store.liveUnits(mode)).isEqualTo(jvm[mode] + natives[mode]);
        // By whichever book: with native blocks, or without them.
        assertThat(store.used(mode)).isIn(jvm[mode] + natives[mode] + unroll, jvm[mode] + unroll);
        assertThat(store.pool(mode)).isGreaterThanOrEqualTo(store.used(mode));
        assertThat(store.pool(mode) + execution).isLessThanOrEqualTo(layout.max(mode));
      }
    }
  }
}
