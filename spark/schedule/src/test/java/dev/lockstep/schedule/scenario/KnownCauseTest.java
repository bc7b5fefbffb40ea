package dev.lockstep.schedule.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A cause explains what its page is about, and nothing beside it. */
class KnownCauseTest {
  private static final Scenario ONE_TASK =
      Scenario.parse("[9 putNative n2a] 1: removeNative n2a || 1: withPin n2a");
  private static final Scenario STOP =
      Scenario.parse("[9 putNative n2a] 1: putNative n2b || 2: clearInfos; stop");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "R5: release of n2a ran 2 times, not 1",
        "R6: the bytes of n2a went back before its release",
        "R8: putNative n2b sleeps with the monitor held",
        "R11: release of n2a under a pin",
        "R13: n2a is left after the stop",
        "a thread ended with LinkageError",
        "R3: 0 units used, 2 units in entries, 0 units unroll"
      })
  void whatIsSaidOfAPayloadIsAlwaysNews(String detail) {
    Finding broken = finding(Finding.Kind.BROKEN_RULE, detail, List.of());

    assertThat(KnownCause.of(ONE_TASK, broken)).isEmpty();
    assertThat(KnownCause.of(STOP, broken)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"!OutOfMemoryError: release", "!IllegalStateException: not the monitor's"})
  void exceptionOfAnotherSortIsNews(String detail) {
    Finding thrown = finding(Finding.Kind.EXCEPTION, detail, List.of());

    assertThat(KnownCause.of(ONE_TASK, thrown)).isEmpty();
    assertThat(KnownCause.of(STOP, thrown)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "countInfos, COUNT_IN_STEPS",
    "putNative, CALL_UNDER_WAY",
    "removeNative,",
    "withPin,"
  })
  void outcomeIsExplainedByTheCallsThatAreApart(String apart, KnownCause cause) {
    Scenario scenario =
        Scenario.parse("[9 putNative n2a] 1: putNative n2b; countInfos || 2: removeNative n2a");
    Finding finding = finding(Finding.Kind.NOT_SERIAL, "an outcome", List.of(Set.of(apart)));

    assertThat(KnownCause.of(scenario, finding).orElse(null)).isEqualTo(cause);
  }

  @Test
  void oneSerialOutcomeThatIsNearEnoughExplains() {
    Scenario scenario = Scenario.parse("1: countInfos || 2: withGet s2a");
    List<Set<String>> apart = List.of(Set.of("withGet", Finding.STATE), Set.of("countInfos"));

    assertThat(KnownCause.of(scenario, finding(Finding.Kind.NOT_SERIAL, "an outcome", apart)))
        .contains(KnownCause.COUNT_IN_STEPS);
  }

  private static Finding finding(Finding.Kind kind, String detail, List<Set<String>> apart) {
    return new Finding(kind, detail, "01", 3, "", apart);
  }
}
