package dev.lockstep.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.simulator.policy.OfflineBound;
import dev.lockstep.simulator.policy.UnifiedLru;
import dev.lockstep.simulator.run.Simulation;
import dev.lockstep.simulator.run.SimulationResult;
import dev.lockstep.simulator.run.SimulationSpec;
import dev.lockstep.simulator.workload.Workloads;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultRowTest {

  /** A program reads them in one order, run after run. */
  @Test
  void fieldsStandInTheOrderOfTheColumns() {
    SimulationResult run =
        Simulation.run(new SimulationSpec(Workloads.byName("zipf"), new UnifiedLru(), 1, 2_000));
    ResultRow row = ResultRow.of(run, 125);
    assertThat(List.copyOf(row.fields().keySet())).isEqualTo(ResultRow.COLUMNS);
    assertThat(row.number("memory")).hasValue(125);
    assertThat(row.number("hitRatio").orElseThrow())
        .isCloseTo(run.metrics().total().hitRatio().orElseThrow(), within(1e-6));
  }

  @Test
  void whatIsUnknownIsLeftOut() {
    SimulationResult none =
        Simulation.run(new SimulationSpec(Workloads.byName("scan"), new UnifiedLru(), 1, 0));
    assertThat(ResultRow.of(none, 125).fields()).doesNotContainKey("hitRatio");
    ResultRow bound = ResultRow.of("scan", new OfflineBound.Bound(3, 6, 4, 8, true), 4, 10);
    assertThat(bound.policy()).isEqualTo("offline (optimum)");
    assertThat(bound.fields().keySet())
        .containsExactly("requests", "memory", "hitRatio", "hitRatioByUnits");
    assertThat(ResultRow.csv(List.of(bound)))
        .endsWith("\nscan,offline (optimum),4,10,0.750000,0.750000,,,,,,,,,,,,,,,,,\n");
  }
}
