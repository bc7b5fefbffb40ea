package dev.lockstep.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cli.random.SequenceRun;
import dev.lockstep.model.Action;
import dev.lockstep.spark.context.launch.Result;
import dev.lockstep.traces.CoverReplay;
import dev.lockstep.traces.Divergence;
import dev.lockstep.traces.RuleCoverage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a version did, as a cell of the table: nothing blank passes for sound. */
class OnSparkTest {
  private final RuleCoverage coverage = new RuleCoverage();
  private final List<OnSpark.Cover> patched = new ArrayList<>();
  private final List<OnSpark.Cover> stock = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();
  private final List<Result> probes =
      new ArrayList<>(
          List.of(
              new Result("R5", "removal", "local[2]", true, ""),
              new Result("R10", "listeners", "local[2]", true, "")));

  @Test
  void aRuleThatWasExercisedConforms() {
    coverage.add("R5", 12);

    assertThat(onSpark().cell("R5"))
        .isEqualTo(new OnSpark.Cell("4.0.4", 12, 0, 0, 3, 1, "conforms"));
  }

  @Test
  void aRuleThatNoCallExercisedDoesNotConform() {
    assertThat(onSpark().cell("R5").verdict()).isEqualTo("not exercised");
  }

  @Test
  void aRuleThatNoSequenceExercisedDoesNotConform() {
    coverage.add("R7", 12);

    assertThat(onSpark().cell("R7").verdict()).isEqualTo("not exercised");
  }

  @Test
  void aRuleThatACoverBreaksIsBrokenThere() {
    coverage.add("R5", 12);
    coverage.add("R10", 12);
    patched.add(cover("Kinds", "R5"));

    assertThat(onSpark().cell("R5").verdict()).isEqualTo("BROKEN");
    assertThat(onSpark().cell("R10").verdict()).isEqualTo("conforms");
    assertThat(onSpark().asExpected()).isFalse();
  }

  @Test
  void aRuleThatTheCorpusBreaksIsBrokenThere() {
    coverage.add("R5", 12);
    broken.add("R5");

    assertThat(onSpark().cell("R5").verdict()).isEqualTo("BROKEN");
  }

  @Test
  void aRuleThatAProbeBreaksIsBrokenThere() {
    coverage.add("R5", 12);
    probes.add(new Result("R5", "eviction by a job", "local[2]", false, "released twice"));

    assertThat(onSpark().cell("R5").verdict()).isEqualTo("BROKEN");
    assertThat(onSpark().asExpected()).isFalse();
  }

  @Test
  void aRuleThatNoProbeWasAboutDoesNotConform() {
    coverage.add("R5", 12);
    probes.clear();

    assertThat(onSpark().cell("R5").verdict()).isEqualTo("not exercised");
    assertThat(onSpark().asExpected()).isFalse();
  }

  @Test
  void aRuleOfTablesConformsByItsChecksAlone() {
    probes.add(new Result("S4", "a scan", "local[2]", true, ""));

    assertThat(onSpark().cell("S4"))
        .isEqualTo(new OnSpark.Cell("4.0.4", 0, 0, 0, 0, 1, "conforms"));
    assertThat(onSpark().cell("S5").verdict()).isEqualTo("not exercised");
  }

  @Test
  void aRuleOfTablesIsBrokenByACheckThatFails() {
    probes.add(new Result("S4", "a scan", "local[2]", true, ""));
    probes.add(new Result("S4", "a limit", "local[2]", false, "pinned for ever"));

    assertThat(onSpark().cell("S4").verdict()).isEqualTo("BROKEN");
    assertThat(onSpark().asExpected()).isFalse();
  }

  @Test
  void anOwnBuildHasNoColumnarCacheAndSaysSo() {
    assertThat(onSpark("spark-core.jar").cell("S4").verdict()).isEqualTo("not asked");
    assertThat(onSpark("spark-core.jar").cell("S4").conforms()).isTrue();
  }

  @Test
  void stockAndPatchedCallsAreToldApart() {
    stock.add(cover("Stock"));
    patched.add(cover("Stock"));
    patched.add(cover("Kinds"));

    assertThat(onSpark().cell("R14"))
        .isEqualTo(new OnSpark.Cell("4.0.4", 36, 8, 18, 0, 0, "conforms"));
  }

  @Test
  void withoutAStockCoverNothingIsKnownOfStock() {
    patched.add(cover("Stock"));

    assertThat(onSpark().cell("R14").verdict()).isEqualTo("not exercised");
  }

  @Test
  void whatPatchedDoesOtherwiseThanStockBreaksR14() {
    stock.add(cover("Stock"));
    patched.add(cover("Stock", "R4"));

    assertThat(onSpark().cell("R14").verdict()).isEqualTo("BROKEN");
  }

  @Test
  void whatOnlyStockDoesOtherwiseBreaksR14() {
    stock.add(cover("Stock", "R4"));
    patched.add(cover("Stock"));

    assertThat(onSpark().cell("R14").verdict()).isEqualTo("BROKEN");
    assertThat(onSpark().asExpected()).isFalse();
  }

  private OnSpark onSpark() {
    return onSpark("4.0.4");
  }

  private OnSpark onSpark(String version) {
    return new OnSpark(
        version,
        patched,
        stock,
        new OnSpark.Corpus(1, 2, List.of(), broken),
        new LedRuns.Report(1, 10, 10, 1, 1, List.of()),
        new SequenceRun.Report(1, 50, Map.of("R5", 3L), Optional.empty()),
        coverage,
        probes);
  }

  /** A cover of 10 calls and 8 refusals, where the calls so named by their rules differ. */
  private static OnSpark.Cover cover(String config, String... rules) {
    List<CoverReplay.Diverged> diverged = new ArrayList<>();
    for (String rule : rules) {
      diverged.add(
          new CoverReplay.Diverged(
              new Divergence(0, new Action.Clear(), rule, "lru", "a", "b"), List.of()));
    }
    return new OnSpark.Cover(
        config, new CoverReplay.Report(10, 10, 1, 10, 8, 0, diverged, new RuleCoverage()));
  }
}
