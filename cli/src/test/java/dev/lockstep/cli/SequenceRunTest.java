package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cli.random.SequenceRun;
import dev.lockstep.model.Action;
import dev.lockstep.model.Constants;
import dev.lockstep.simulator.hunt.Universes;
import dev.lockstep.traces.Anomaly;
import dev.lockstep.traces.ModelStore;
import dev.lockstep.traces.Observation;
import dev.lockstep.traces.StoreSnapshot;
import dev.lockstep.traces.StoreUnderTest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The jqwik property on a store that is right and on one that is not. */
class SequenceRunTest {

  @Test
  void aStoreThatDoesWhatTheModelDoesPassesEverySequence() throws IOException {
    SequenceRun.Report report =
        new SequenceRun(ModelStore.factory(), Universes.all(), 1, n -> {}).run(200);
    assertThat(report.found()).isEmpty();
    assertThat(report.sequences()).isEqualTo(200);
    assertThat(report.casesByRule()).containsKeys("R1", "R4", "R5", "R7", "R11", "R12", "R13");
  }

  @Test
  void anotherSeedMakesOtherSequences() throws IOException {
    long first =
        new SequenceRun(ModelStore.factory(), Universes.all(), 1, n -> {})
            .run(50)
            .casesByRule()
            .hashCode();
    long again =
        new SequenceRun(ModelStore.factory(), Universes.all(), 1, n -> {})
            .run(50)
            .casesByRule()
            .hashCode();
    long other =
        new SequenceRun(ModelStore.factory(), Universes.all(), 2, n -> {})
            .run(50)
            .casesByRule()
            .hashCode();
    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
  }

  @Test
  void aStoreThatForgetsPinsIsFoundAndShrunk() throws IOException {
    SequenceRun.Report report =
        new SequenceRun(new Forgetful(), Universes.all(), 1, n -> {}).run(500);
    assertThat(report.found()).isPresent();
    assertThat(report.found().get().actions()).hasSizeLessThanOrEqualTo(3);
    assertThat(report.found().get().divergence().rule()).isEqualTo("R11");
  }

  /** The model, but for a pin that leaves no lock in what it shows. */
  private static final class Forgetful implements StoreUnderTest.Factory {
    @Override
    public String description() {
      return "forgetful model";
    }

    @Override
    public StoreUnderTest create(Constants constants) {
      StoreUnderTest model = ModelStore.factory().create(constants);
      return new StoreUnderTest() {
        @Override
        public Observation apply(Action action) {
          Observation seen = model.apply(action);
          StoreSnapshot s = seen.snapshot();
          StoreSnapshot unlocked =
              new StoreSnapshot(
                  s.lru(), java.util.Map.of(), s.used(), s.pool(), s.unroll(), s.exec());
          return action instanceof Action.Pin
              ? new Observation(
                  seen.result(), seen.amount(), seen.events(), unlocked, List.of(), "")
              : seen;
        }

        @Override
        public StoreSnapshot snapshot() {
          return model.snapshot();
        }

        @Override
        public List<Anomaly> finish() {
          return model.finish();
        }
      };
    }
  }
}
