package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code explore-threads} from the command line. */
class ExploreThreadsTest {
  private static final String UNLOCK_BESIDE_END = "[1 lockNew s1a] 1: unlock s1a || 1: unlockAll";

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "1 put s1a@expected 'task: calls'",
        "[1 put s1a 1: get s1a@the setup has no ']'",
        "1: fly s1a@there is no call 'fly'; expected one of register, lockRead",
        "1: put x1a@expected a block such as s1a",
        "1: put s1a s1b@put takes 1 arguments, found 2",
        "1: pin s1a@expected a block that begins with n",
        "0: put s1a@expected a task from 1 to 9, found '0'",
        "1: @a thread without calls",
        "[1 unlock s1a] 1: put s1a@in the setup throws"
      })
  void badScenarioIsOneLine(String scenario, String problem) {
    CommandRun run = CommandRun.of("explore-threads", "--scenario", scenario);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("lockstep: scenario '").contains(problem);
    assertThat(run.err().strip().lines()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "--bound, 10, --bound must be from 0 to 9",
    "--time, soon, not a time such as 90s",
    "--time, 0s, must be above 0",
    "--scenario, '1: putNative n1a', native blocks are in the patch: add --native",
    "--plain, 5, --plain needs --scenario",
    "--fault, none-such, there is no fault none-such"
  })
  void badOptionIsOneLine(String option, String value, String problem) {
    CommandRun run = CommandRun.of("explore-threads", option, value);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(problem);
    assertThat(run.err().strip().lines()).hasSize(1);
  }

  @Test
  void explainedFindingIsToldWithItsPageAndIsNoFailure() {
    CommandRun run =
        CommandRun.of("explore-threads", "--scenario", UNLOCK_BESIDE_END, "--json", "-");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("\"cause\": \"two-threads-of-a-task\"")
        .contains("\"page\": \"docs/findings/unlock-beside-task-end.md\"")
        .contains("\"unexplained\": []");
  }

  @Test
  void faultIsExitCode1WithItsStoryAndAFileThatRunsAgain(@TempDir Path folder) throws IOException {
    CommandRun run =
        CommandRun.of(
            "explore-threads",
            "--fault",
            "error-keeps-info",
            "--scenario",
            "[9 putNative n1a!fatal] 1: removeNative n1a || 2: withPin n1a",
            "--out",
            folder.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("broken rule: a lock is left behind   (no page explains it)")
        .contains("broken rule: block infos have 1 locks, tasks 0   (no page explains it)")
        .contains("replayed 3 of 3 times the same")
        .contains("calls removeNative n1a");
    List<Path> saved = filesIn(folder);
    assertThat(saved).hasSize(2);
    for (Path file : saved) {
      assertThat(CommandRun.of("explore-threads", "--replay", file.toString()).exitCode()).isZero();
    }
    replaysNotOnAnother(saved.get(0).toString(), "4.1.3");
  }

  /** The fault is in its file: a Spark without the flaw must be said to be without it. */
  private static void replaysNotOnAnother(String saved, String spark) throws IOException {
    Path file = Path.of(saved);
    Files.writeString(file, Files.readString(file).replace("\"fault\": \"error-keeps-info\",", ""));
    CommandRun run = CommandRun.of("explore-threads", "--replay", saved, "--spark", spark);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("NOT shown");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "lockstep-schedule/1@lockstep-trace/1@format: must be \"lockstep-schedule/1\"",
        "\"011\"@\"0-1\"@schedule: must be a digit a step",
        "unlock s1a@fly s1a@there is no call 'fly'",
        "deadlock@cramp@kind: must be one of deadlock, sleeps_for_ever",
        "patched@patchd@patchd: unknown field"
      })
  void badFileIsOneLine(String text, String wrong, String problem, @TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("schedule.json");
    String good =
        """
        {
          "format": "lockstep-schedule/1", "spark": "4.2.0", "patched": false,
          "scenario": "[1 lockNew s1a] 1: unlock s1a || 1: unlockAll",
          "kind": "deadlock", "detail": "", "schedule": "011"
        }
        """;
    Files.writeString(file, good.replace(text, wrong));
    CommandRun run = CommandRun.of("explore-threads", "--replay", file.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("schedule.json:").contains(problem);
    assertThat(run.err().strip().lines()).hasSize(1);
  }

  /** What was found on 4.1.3 takes steps that 4.2.0 does not have. */
  @ParameterizedTest
  @ValueSource(strings = {"000111111111111", "0000111", "zzz"})
  void scheduleThatDoesNotFitIsNotShown(String schedule, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("schedule.json");
    Files.writeString(
        file,
        """
        {
          "format": "lockstep-schedule/1", "spark": "4.2.0", "patched": false,
          "scenario": "[1 lockNew s1a] 1: unlock s1a || 1: unlockAll",
          "kind": "deadlock", "detail": "… | …", "schedule": "%s"
        }
        """
            .formatted(schedule));
    CommandRun run = CommandRun.of("explore-threads", "--replay", file.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("NOT shown");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void setupThatWaitsIsOneLineWithPlainThreadsToo() {
    CommandRun run =
        CommandRun.of(
            "explore-threads",
            "--plain",
            "3",
            "--scenario",
            "[1 lockNew s1a; 2 lockRead s1a] 1: put s1a");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("the setup waits for ever");
  }

  @Test
  void folderThatCanNotBeMadeIsToldBeforeTheWork(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    CommandRun run =
        CommandRun.of(
            "explore-threads",
            "--scenario",
            UNLOCK_BESIDE_END,
            "--out",
            file.resolve("found").toString());

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("can't write findings to " + file.resolve("found"));
    assertThat(run.out()).isEmpty();
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void sameCommandSaysTheSame() {
    String[] command = {"explore-threads", "--scenario", UNLOCK_BESIDE_END, "--json", "-"};

    assertThat(withoutSeconds(CommandRun.of(command).out()))
        .isEqualTo(withoutSeconds(CommandRun.of(command).out()));
  }

  private static String withoutSeconds(String json) {
    return json.replaceAll("\"seconds\": [0-9.]+", "");
  }
}
