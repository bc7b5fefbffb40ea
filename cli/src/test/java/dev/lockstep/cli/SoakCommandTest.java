package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code soak} from the command line. */
class SoakCommandTest {
  @ParameterizedTest
  @CsvSource({
    "--threads, 9, --threads 10 or more",
    "--seeds, 0, must be 1 or more",
    "--steps, 0, must be 1 or more",
    "--fault, none-such, there is no fault none-such"
  })
  void badOptionIsOneLine(String option, String value, String problem) {
    CommandRun run = CommandRun.of("soak", "--spark", "4.2.0", option, value);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(problem);
    assertThat(run.err().strip().lines()).hasSize(1);
  }

  @Test
  void soundStoreHasALineARun() {
    CommandRun run = CommandRun.of("soak", "--spark", "4.2.0", "--seeds", "1", "--steps", "20");

    assertThat(run.out())
        .contains("spark@4.2.0 (patched): 16 threads")
        .contains("4.2.0 seed 1 monitor, ")
        .contains("4.2.0 seed 1 deferred, ")
        .contains("sound: ");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void faultIsAFinding() {
    CommandRun run =
        CommandRun.of(
            "soak",
            "--spark",
            "4.2.0",
            "--fault",
            "wait-in-close",
            "--seeds",
            "2",
            "--steps",
            "150");

    assertThat(run.out()).contains("FINDINGS").contains("waits with the monitor held");
    assertThat(run.exitCode()).isEqualTo(1);
  }
}
