package dev.lockstep.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.Model;
import dev.lockstep.model.Step;
import dev.lockstep.model.StoreState;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SimulationProperties {
  private static final int STEPS = 2_000;

  /** Also: no call is refused, or the simulation would throw. */
  @Property(tries = 150)
  void everySimulationKeepsTheRulesAndEnds(
      @ForAll("workloads") Workload workload, @ForAll long seed) {
    SimulationResult result =
        Simulation.run(
            new SimulationSpec(workload, new UnifiedLru(), seed, STEPS), new RuleCheck());
    SimulationResult.Waits waits = result.waits();
    assertThat(result.steps()).isEqualTo(STEPS);
    assertThat(waits.begun()).isEqualTo(waits.resolved() + waits.left());
    assertThat(waits.left()).isBetween(0L, (long) workload.spec().tasks());
    assertThat(result.execution().unitsGranted())
        .isLessThanOrEqualTo(result.execution().unitsAsked());
  }

  @Provide
  Arbitrary<Workload> workloads() {
    Arbitrary<WorkloadSpec> specs =
        Combinators.combine(
                Arbitraries.integers().between(1, 5),
                Arbitraries.integers().between(1, 30),
                Arbitraries.integers().between(0, 4),
                Arbitraries.integers().between(1, 40),
                Arbitraries.of(MemoryMode.values()),
                Arbitraries.integers().between(0, 3),
                Arbitraries.of(0.0, 0.2, 0.5),
                Arbitraries.of(0L, 10L, 1_000L))
            .as(
                (tasks, blocks, sizeMin, poolSize, mode, owners, share, holdMicros) ->
                    WorkloadSpec.defaults()
                        .with("tasks", tasks)
                        .with("blocks", blocks)
                        .with("sizeMin", share > 0 ? Math.max(1, sizeMin) : sizeMin)
                        .with("demand", 1)
                        .with("poolSize", poolSize)
                        .with("demand", 1 + poolSize / 2)
                        .with("mode", mode)
                        .with("deserializedShare", share)
                        .with("owners", owners)
                        .with("executionShare", share)
                        .with("removeShare", 0.2)
                        .with("holdMicros", holdMicros));
    return Combinators.combine(specs, Arbitraries.of(Workloads.names()))
        .as((spec, name) -> Workloads.byName(name, spec));
  }

  /** R3, R5 and R6, said once more without the model's own words. */
  private static final class RuleCheck implements SimulationListener {
    private Constants constants;

    @Override
    public void begun(Model model) {
      constants = model.constants();
    }

    @Override
    public void stepped(long micros, Step step) {
      StoreState state = step.after();
      for (MemoryMode mode : MemoryMode.values()) {
        int sum = 0;
        for (int i = 0; i < state.entryCount(); i++) {
          BlockSpec block = constants.blocks().get(state.entry(i));
          sum += block.mode() == mode ? block.size() : 0;
        }
        for (int t = 1; t <= state.tasks(); t++) {
          sum += state.unroll(mode, t);
        }
        assertThat(state.used(mode)).as("R3 after %s", step).isEqualTo(sum);
        assertThat(state.pool(mode)).as("R3 after %s", step).isGreaterThanOrEqualTo(sum);
        assertThat(state.pool(mode) + state.executionUsed(mode))
            .as("R3 after %s", step)
            .isLessThanOrEqualTo(constants.pool(mode).max());
      }
      for (int b = 0; b < state.blocks(); b++) {
        assertThat(state.releases(b)).as("R5 after %s", step).isBetween(0, 1);
        if (state.resident(b)) {
          assertThat(state.releases(b)).as("R5 after %s", step).isZero();
        } else {
          assertThat(state.unlocked(b)).as("locks outlive %s", step).isTrue();
        }
      }
      for (String released : step.outcome().releases()) {
        assertThat(step.before().unlocked(constants.indexOf(released)))
            .as("R5: pinned at %s", step)
            .isTrue();
      }
    }
  }
}
