package dev.lockstep.spark.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurvivorsTest {
  @TempDir Path folder;

  private Survivors of(String text) throws IOException {
    Path file = folder.resolve("survivors.tsv");
    Files.writeString(file, text);
    return Survivors.read(file);
  }

  private static Result result(String key, Status status) {
    return new Result(
        key, "v", "Store", "m", 1, "Math", "changed", true, ResultFileTest.verdict(status));
  }

  @Test
  void aSurvivorWithoutALineIsNamed() throws IOException {
    Survivors survivors = of("# for the reader\nA\tequivalent\tno caller can tell\n");

    assertThat(survivors.of("A").orElseThrow().why()).isEqualTo(Survivors.Why.EQUIVALENT);
    assertThat(
            survivors.unexplained(
                List.of(
                    result("A", Status.SURVIVED),
                    result("B", Status.SURVIVED),
                    result("C", Status.NOT_RUN),
                    result("D", Status.KILLED))))
        .extracting(Result::key)
        .containsExactly("B", "C");
  }

  @Test
  void aLineOfNoSurvivorIsStale() throws IOException {
    Survivors survivors = of("A\tgap\tr\nB\tequivalent\tr\nGONE\tunreachable\tr\n");

    assertThat(
            survivors.stale(List.of(result("A", Status.SURVIVED), result("B", Status.TIMED_OUT))))
        .containsExactly("B", "GONE");
  }

  @Test
  void aWrongLineIsNamedByItsNumber() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of("A\tgap\treason\nB\tperhaps\treason\n"))
        .withMessageContaining("survivors.tsv:2")
        .withMessageContaining("perhaps");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of("A\tgap\n"))
        .withMessageContaining("survivors.tsv:1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of("A\tgap\tr\nA\tgap\tr\n"))
        .withMessageContaining("has a line already");
  }
}
