package dev.lockstep.spark.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.Action;
import dev.lockstep.model.Model;
import dev.lockstep.spark.faults.Fault;
import dev.lockstep.spark.faults.FaultException;
import dev.lockstep.spark.launch.SparkStores;
import dev.lockstep.traces.CoverReplay;
import dev.lockstep.traces.Replayer;
import dev.lockstep.traces.Shrinker;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each deliberate fault is found on the real store, within a few steps and under the right rule.
 */
class FaultsTest {
  private static final int STEPS_MAX = 12;
  private static final Model MODEL = Specs.model("Kinds");

  @ParameterizedTest
  @EnumSource(Fault.class)
  void faultIsFoundUnderItsRule(Fault fault) {
    try (SparkStores stores =
        SparkStores.open(TestClassPath.entries(), Optional.of(fault.faultName()))) {
      CoverReplay.Diverged found = Specs.replay("Kinds", stores, 200).divergences().get(0);
      String rule = found.divergence().rule();
      Replayer replayer = new Replayer(MODEL, stores);

      List<Action> shrunk =
          new Shrinker(MODEL, 2000)
              .shrink(
                  found.actions(),
                  actions ->
                      replayer.replay(actions).filter(d -> d.rule().equals(rule)).isPresent())
              .actions();

      System.out.printf(
          "%s: %s%n  %s%n", fault.faultName(), shrunk, replayer.replay(shrunk).orElseThrow());
      assertThat(fault.expectedRules()).contains(rule);
      assertThat(shrunk).hasSizeLessThanOrEqualTo(STEPS_MAX);
      assertThat(stores.description()).endsWith(" + " + fault.faultName());
    }
  }

  @Test
  void unknownFaultListsTheKnownOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SparkStores.open(TestClassPath.entries(), Optional.of("no-such")))
        .withMessageContaining("no-such")
        .withMessageContaining("double-release")
        .withMessageContaining("lock-kept");
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void faultThatFindsNoPlaceThrows(Fault fault) throws IOException {
    try (InputStream in = FaultsTest.class.getResourceAsStream("FaultsTest.class")) {
      byte[] other = in.readAllBytes();
      assertThatThrownBy(() -> fault.applyTo(other)).isInstanceOf(FaultException.class);
    }
  }
}
