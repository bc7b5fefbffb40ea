package dev.lockstep.cli.regress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schedule.Ending;
import dev.lockstep.schedule.scenario.Finding;
import dev.lockstep.schedule.scenario.Outcome;
import dev.lockstep.schedule.scenario.Outcomes;
import dev.lockstep.schedule.scenario.Scenario;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the outcomes of one scenario on two sides are said to differ in. */
class ScenarioDifferencesTest {
  private static final Scenario SCENARIO = Scenario.parse("1: put s1a || 2: remove s1a");

  @Test
  void sameOutcomesByOtherSchedulesAreNoDifference() {
    assertThat(ScenarioDifferences.of(outcomes(done("ok", "01")), outcomes(done("ok", "10"))))
        .isEmpty();
  }

  @Test
  void resultThatDiffersIsOneDifferenceWithTheNearestOfTheOtherSide() {
    List<ScenarioDifference> found =
        ScenarioDifferences.of(outcomes(done("STORED", "01")), outcomes(done("NO_SPACE", "01")));

    assertThat(found).hasSize(1);
    assertThat(found.get(0).kind()).isEqualTo(Finding.Kind.OUTCOME);
    assertThat(found.get(0).about()).isEqualTo("put");
    assertThat(found.get(0).onA()).isTrue();
    assertThat(found.get(0).nearest()).startsWith("NO_SPACE");
    assertThat(RuleOfVerb.of(found.get(0))).isEqualTo("R4");
  }

  @Test
  void whatOnlyTheSecondSideShowsIsFoundToo() {
    List<ScenarioDifference> found =
        ScenarioDifferences.of(
            outcomes(done("STORED", "01")), outcomes(done("STORED", "01"), done("ABSENT", "10")));

    assertThat(found).extracting(ScenarioDifference::onA).containsExactly(false);
  }

  @Test
  void brokenRuleIsToldWithItsRuleAndNotAsAResult() {
    List<ScenarioDifference> found =
        ScenarioDifferences.of(
            outcomes(done("STORED", "01", "R3: 2 units used, 1 units in entries, 0 units unroll")),
            outcomes(done("NO_SPACE", "01")));

    assertThat(found)
        .extracting(ScenarioDifference::kind)
        .containsExactly(Finding.Kind.BROKEN_RULE);
    assertThat(RuleOfVerb.of(found.get(0))).isEqualTo("R3");
  }

  @Test
  void hangAndExceptionOfOneSideAreBothFound() {
    Outcomes.Shown hang =
        new Outcomes.Shown(
            new Outcome(Ending.DEADLOCK, List.of(List.of("…"), List.of("…")), ""),
            List.of(),
            "0011",
            4,
            1);
    List<ScenarioDifference> found =
        ScenarioDifferences.of(
            outcomes(hang, done("!NullPointerException", "010")), outcomes(done("STORED", "01")));

    assertThat(found)
        .extracting(ScenarioDifference::kind)
        .containsExactlyInAnyOrder(Finding.Kind.DEADLOCK, Finding.Kind.EXCEPTION);
  }

  private static Outcomes.Shown done(String result, String schedule, String... broken) {
    return new Outcomes.Shown(
        new Outcome(Ending.COMPLETED, List.of(List.of(result), List.of("REMOVED")), "lru:"),
        List.of(broken),
        schedule,
        schedule.length(),
        1);
  }

  private static Outcomes outcomes(Outcomes.Shown... shown) {
    Map<String, Outcomes.Shown> byText = new TreeMap<>();
    for (Outcomes.Shown one : shown) {
      byText.put(one.toString(), one);
    }
    return new Outcomes(SCENARIO, byText, shown.length, true);
  }
}
