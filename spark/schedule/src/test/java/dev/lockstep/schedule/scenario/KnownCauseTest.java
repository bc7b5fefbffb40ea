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

  /** Nor does a call under way explain what a put is told beside the end of its own task. */
  @Test
  void whatBecomesOfANativeBlockBesideItsTasksSecondThreadIsNews() {
    List<Set<String>> apart = List.of(Set.of("putNative"));
    Finding told = finding(Finding.Kind.NOT_SERIAL, "NO_SPACE | unlocked 0", apart);
    Finding counts =
        finding(Finding.Kind.BROKEN_RULE, "block infos have 1 locks, tasks 0", List.of());

    assertThat(KnownCause.of(Scenario.parse("1: putNative n2a || 1: unlockAll"), told)).isEmpty();
    assertThat(KnownCause.of(Scenario.parse("1: putNative n2a || 2: putNative n2b"), told))
        .contains(KnownCause.CALL_UNDER_WAY);
    assertThat(
            KnownCause.of(Scenario.parse("[9 putNative n2a] 1: pin n2a || 1: unlockAll"), counts))
        .isEmpty();
    assertThat(KnownCause.of(Scenario.parse("[9 put s2a] 1: lockRead s2a || 1: unlockAll"), counts))
        .contains(KnownCause.TWO_THREADS_OF_A_TASK);
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
