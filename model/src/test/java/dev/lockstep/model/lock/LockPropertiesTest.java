package dev.lockstep.model.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.tlc.TlcOptions;
import dev.lockstep.model.tlc.TlcResult;
import dev.lockstep.model.tlc.TlcSession;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What breaks when a mechanism is left out: the same property as with TLC, and as soon. */
class LockPropertiesTest {
  private static final long STATES_MAX = 200_000;

  /** One TLC for all of them. */
  private static TlcSession tlc;

  @BeforeAll
  static void start() throws IOException {
    tlc = new TlcSession(1024);
  }

  @AfterAll
  static void end() throws IOException {
    tlc.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hole1EngineLock",
        "Hole2NoPin",
        "Hole6LatePut",
        "Hole6PinsTaken",
        "Hole7AtOnce",
        "Hole7Bytes",
        "Hole8FellowVictim",
        "Hole8Sizes",
        "Hole8Waits",
        "Hole8PutAfterStop",
        "NoAllKinds",
        "NoAllOrNothing",
        "NoTurns",
        "NoBytesLast",
        "NoFinally",
        "NoLeaveFirst",
        "NoMonitor",
        "NoRecheck",
        "NoTryLock",
        "NoUnlockAfterFailure",
        "RemoveHolding"
      })
  void anAblationBreaksWhatItBreaksInTlc(String name) throws Exception {
    TlcOptions options =
        TlcOptions.of(LockSpecs.SPEC.resolve("MCMemoryStore.tla"), LockSpecs.file(name));
    TlcResult result = tlc.run(options, STATES_MAX).result();
    assertThat(result).isInstanceOf(TlcResult.Violates.class);
    TlcResult.Violates expected = (TlcResult.Violates) result;
    LockConfig config = LockSpecs.config(name);
    LockExploration.Violated violated = violated(config, config.checks());
    assertThat(violated.property().name()).isEqualTo(expected.property());
    assertThat(violated.path()).hasSize(expected.trace().size() - 1);
    assertThat(follows(config, violated)).isTrue();
  }

  /** The path is one of the model, step by step. */
  private static boolean follows(LockConfig config, LockExploration.Violated violated) {
    LockModel model = new LockModel(config.constants());
    LockState state = violated.initial();
    for (LockStep step : violated.path()) {
      if (!model.steps(state).contains(step)) {
        return false;
      }
      state = step.after();
    }
    return true;
  }

  @ParameterizedTest
  @CsvSource({
    "MonitorInv, NoMonitor",
    "ReadersOrWriterInv, NoTryLock",
    "R5PinnedProp, NoTryLock",
    "R8MonitorInv, NoMonitor"
  })
  void aPropertyBreaksByItself(String property, String ablation) {
    LockConfig config = LockSpecs.config(ablation);
    assertThat(violated(config, List.of(property)).property().name()).isEqualTo(property);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Two", "Stop", "StopDeferred", "ReleaseRemoves", "ReleasePutsAsks"})
  void nothingBreaksWithAllMechanisms(String name) {
    LockConfig config = LockSpecs.config(name);
    List<LockProperty> properties =
        new LockProperties(config.constants())
            .all().stream().filter(p -> !p.name().equals("NeverReleasesPinned")).toList();
    assertThat(explore(config, properties)).isInstanceOf(LockExploration.Passed.class);
  }

  @Test
  void anExplorationStopsAtItsLimit() {
    LockConfig config = LockSpecs.config("Two");
    LockExploration result =
        new LockExplorer(new LockModel(config.constants()), List.of(), 10).explore(states -> {});
    assertThat(result).isInstanceOf(LockExploration.LimitReached.class);
    assertThat(result.counts().states()).isEqualTo(11);
  }

  private static LockExploration.Violated violated(LockConfig config, List<String> names) {
    LockExploration result = explore(config, new LockProperties(config.constants()).named(names));
    assertThat(result).isInstanceOf(LockExploration.Violated.class);
    return (LockExploration.Violated) result;
  }

  private static LockExploration explore(LockConfig config, List<LockProperty> properties) {
    return new LockExplorer(new LockModel(config.constants()), properties, 1_000_000)
        .explore(states -> {});
  }
}
