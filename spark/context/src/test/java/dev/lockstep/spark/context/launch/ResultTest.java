package dev.lockstep.spark.context.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTest {
  @Test
  void lineIsReadBack() {
    Result result = new Result("R5", "once", "local[2]", false, "a\tb\nc");

    assertThat(result.line()).doesNotContain("\n").endsWith("a b c");
    assertThat(Result.parse(result.line())).hasValue(result);
  }

  @Test
  void otherLinesAreNoResults() {
    assertThat(Result.parse("")).isEmpty();
    assertThat(Result.parse("R5\tonce\tlocal[2]\tpas")).isEmpty();
    assertThat(Result.parse("R5\tonce\tlocal[2]\tmaybe\tdetail")).isEmpty();
  }

  @Test
  void reportWithoutResultsHasNotPassed() {
    Result good = new Result("R5", "once", "local[2]", true, "");
    Result bad = new Result("R1", "put", "local[2]", false, "");

    assertThat(new Report(List.of()).passed()).isFalse();
    assertThat(new Report(List.of(good)).passed()).isTrue();
    assertThat(new Report(List.of(good, bad)).passed()).isFalse();
    assertThat(new Report(List.of(good, bad)).failed()).containsExactly(bad);
    assertThat(new Report(List.of(good, bad)).about("R5")).containsExactly(good);
    assertThat(new Report(List.of(good, bad)).rules()).containsExactly("R1", "R5");
  }
}
