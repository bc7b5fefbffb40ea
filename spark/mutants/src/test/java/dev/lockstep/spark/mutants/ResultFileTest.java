package dev.lockstep.spark.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
  private static final Versions NOW = new Versions("b", "main", "tests", Map.of());

  @TempDir Path folder;

  static Verdict verdict(Status status) {
    return new Verdict(
        status,
        status.noticed() ? "corpus" : "",
        status.noticed() ? "hand/r01.json" : "",
        "said \"this\"",
        List.of("hand/r01.json"),
        12,
        3);
  }

  @Test
  void whatATestNoticedStandsAsLongAsTheTestDoes() {
    Verdict verdict =
        new Verdict(Status.KILLED, "tests", "ATest.method", "failed", List.of(), 1, 1);
    Versions now = new Versions("b", "main", "tests", Map.of("ATest", "1", "BTest", "1"));
    Result result =
        new Result("A", now.of(verdict), "Store", "m", 7, "Math", "changed", true, verdict);

    assertThat(new Versions("b", "m", "t", Map.of("ATest", "1", "BTest", "2")).hold(result))
        .isTrue();
    assertThat(new Versions("b", "main", "t", Map.of("ATest", "2")).hold(result)).isFalse();
    assertThat(new Versions("c", "main", "t", Map.of("ATest", "1")).hold(result)).isFalse();
  }

  private static Result result(String key, Status status) {
    Verdict verdict = verdict(status);
    return new Result(key, NOW.of(verdict), "Store", "m", 7, "Math", "changed", true, verdict);
  }

  @Test
  void aRunThatWasKilledGoesOnAndALineThatWasCutOffIsRunAgain() throws IOException {
    Path file = folder.resolve("results.jsonl");
    Result first = result("A", Status.KILLED);
    try (ResultFile results = ResultFile.open(file)) {
      results.add(first);
    }
    String whole = Files.readString(file);
    Files.writeString(file, whole + result("B", Status.KILLED).json().substring(0, 60));

    try (ResultFile results = ResultFile.open(file)) {
      assertThat(results.find("A", NOW)).contains(first);
      assertThat(results.find("B", NOW)).isEmpty();
    }
    assertThat(Files.readString(file)).isEqualTo(whole);
  }

  @Test
  void moreTestsLeaveStandingWhatWasNoticedWithoutThem() throws IOException {
    Versions later = new Versions("b", "main", "more tests", Map.of());
    try (ResultFile results = ResultFile.open(folder.resolve("results.jsonl"))) {
      results.add(result("A", Status.KILLED));
      results.add(result("B", Status.SURVIVED));

      assertThat(results.find("A", later)).isPresent();
      assertThat(results.find("B", later)).isEmpty();
      assertThat(results.find("A", new Versions("b", "other", "tests", Map.of()))).isEmpty();
      assertThat(results.keep(Map.of("A", later, "B", later)))
          .extracting(Result::key)
          .containsExactly("A");
    }
  }
}
