package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands on the real specification and the real store, at a small scope. */
class ChainTest {
  @TempDir private Path folder;

  @Test
  void theGraphsOfModelAndTlcAreEqual() {
    CommandRun run =
        CommandRun.of(
            "explore", "MCEvictionContractTiny", "--against", "tlc", "--again", "--json", "-");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().replaceAll("\\s", "").replaceAll("[0-9]+}$", "0}"))
        .isEqualTo(
            "{\"config\":\"MCEvictionContractTiny\",\"model\":{\"states\":178,\"edges\":1859},"
                + "\"tlc\":{\"states\":178,\"edges\":1859},\"equal\":true,\"kept\":false,"
                + "\"cpuMillis\":0}");
  }

  @Test
  void aGraphOfTlcThatWasKeptIsToldAsSuch() {
    CommandRun.of("explore", "MCEvictionContractTiny", "--against", "tlc");
    CommandRun again = CommandRun.of("explore", "MCEvictionContractTiny", "--against", "tlc");
    assertThat(again.out()).contains("equal both ways (TLC's graph was kept)");
  }

  @Test
  void aConfigThatMustFailHasAnEqualGraphToo() {
    CommandRun run =
        CommandRun.of(
            "explore",
            "MCEvictionContractReachExecutionTakesFromNative",
            "--against",
            "tlc",
            "--json",
            "-");
    assertThat(run.out()).contains("\"equal\": true");
  }

  @Test
  void theGraphsOfTheLockLevelAreEqual() {
    CommandRun run =
        CommandRun.of("explore", "MCMemoryStoreLiveDeferred", "--against", "tlc", "--json", "-");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().replaceAll("\\s", ""))
        .contains("\"depth\":18,", "\"RunQueued\":", "\"equal\":true")
        .containsPattern(
            "\"model\":\\{\"states\":(\\d+),\"edges\":(\\d+),.*"
                + "\"tlc\":\\{\"states\":\\1,\"edges\":\\2}");
  }

  @Test
  void anAblationOfTheLockLevelTellsItsPath() {
    CommandRun run = CommandRun.of("explore", "MCMemoryStoreHole1EngineLock");
    assertThat(run.out())
        .contains("the model breaks NoDeadlockInv")
        .containsPattern("\n +7 +takes the engine's lock\n")
        .contains("task 1: in remove n1 > release of n1");
  }

  @Test
  void checkTellsAnInterleavingAsAStory() {
    CommandRun run = CommandRun.of("check", "MCMemoryStoreHole2NoPin", "--story");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .contains("S4ScanInv broken after 9 steps")
        .containsPattern("\n +8 +reads the payload of n1\n")
        .containsPattern("\n +9 +takes the monitor; n1 leaves, its release begins +lru: -\n")
        .doesNotContain("\"stack\"");
  }

  @Test
  void coverageNamesWhatAConfigNeverTakes() {
    CommandRun run = CommandRun.of("check", "MCMemoryStoreLiveStop", "--coverage", "--json", "-");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out().replaceAll("\\s", ""))
        .contains("\"EndScan\":0", "\"neverTaken\":[", "\"coverage\":{\"MCMemoryStore\":{")
        .contains("\"MCMemoryStore:EndScan\"");
    CommandRun told = CommandRun.of("check", "MCMemoryStoreLiveStop", "--coverage");
    assertThat(told.out())
        .contains("coverage of MCMemoryStore: 39 actions in 1 config\n")
        .containsPattern("MCMemoryStoreLiveStop: takes [0-9]+ of 39, never .*EndScan");
  }

  @Test
  void theExplorerIsMeasuredAgainstTlcInItsOwnProcess() {
    CommandRun run =
        CommandRun.of("bench", "explore", "--lock-config", "MCMemoryStoreRecheck", "--json", "-");
    // So small a config is mostly the start of a JVM: the bar is for a million states.
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(1);
    assertThat(run.out().replaceAll("\\s", ""))
        .contains("\"states\":13614,\"edges\":30715,", "\"bar\":30.0,\"asExpected\":false")
        .containsPattern("\"tlcCpuMillis\":[1-9][0-9]*,\"explorerCpuMillis\":[1-9][0-9]*,")
        .containsPattern("\"memoryPerState\":[1-9][0-9]*");
  }

  @Test
  void aTraceOfTheLockLevelReplaysOnTheModel() throws IOException {
    Path trace = Path.of("../traces/tlc/MCMemoryStoreHole1EngineLock.json");
    CommandRun run = CommandRun.of("replay", trace.toString(), "--store", "model");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .contains("breaks NoDeadlockInv (model)")
        .contains("waits for the monitor");

    String other = Files.readString(trace).replace("\"monitor\": 1", "\"monitor\": 2");
    Path file = Files.writeString(folder.resolve("other.json"), other);
    CommandRun wrong = CommandRun.of("replay", file.toString(), "--store", "model");
    assertThat(wrong.exitCode()).isEqualTo(1);
    assertThat(wrong.out()).contains("steps[6].observed.monitor: the model has 1, the file says 2");
  }

  @Test
  void checkHoldsTheVerdictAgainstTheManifest() {
    CommandRun run =
        CommandRun.of(
            "check", "MCEvictionContractTiny", "MCEvictionContractReachNativeEvictedByJvmPut");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("holds").contains("fails NeverNativeEvictedByJvmPut");
  }

  @Test
  void theCorpusReplaysOnTheRealStore() {
    CommandRun run = CommandRun.of("replay", "../traces", "--quiet");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .contains("traces as expected on ")
        .containsPattern("left out: [1-9][0-9]* of the lock level");
  }

  @Test
  void aCoverReplaysEveryTransition() {
    CommandRun run = CommandRun.of("replay", "--cover", "MCEvictionContractTiny", "--json", "-");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .contains("\"edges\": 1859")
        .contains("\"replayed\": 1859")
        .contains("\"divergences\": 0");
  }

  @Test
  void aHuntFindsAPlantedFaultAndItsTraceReplays() throws IOException {
    CommandRun hunt =
        CommandRun.of(
            "hunt",
            "--goal",
            "divergence",
            "--fault",
            "double-release",
            "--sequences",
            "50",
            "--out",
            folder.toString());
    assertThat(hunt.exitCode()).as(hunt.out() + hunt.err()).isEqualTo(1);
    assertThat(hunt.out()).contains("R5 broken").contains("again: ./lockstep replay");
    List<Path> found;
    try (var files = Files.list(folder)) {
      found = files.toList();
    }
    assertThat(found).hasSize(1);
    String trace = found.get(0).toString();
    CommandRun faulty = CommandRun.of("replay", trace, "--fault", "double-release");
    assertThat(faulty.exitCode()).as(faulty.out() + faulty.err()).isZero();
    assertThat(faulty.out()).contains("breaks R5");
    assertThat(CommandRun.of("replay", trace).exitCode()).isZero();
  }

  @Test
  void aHuntOfTheSameSeedGivesTheSameBytes() throws IOException {
    String[] contents = new String[2];
    for (int i = 0; i < 2; i++) {
      Path out = folder.resolve("run" + i);
      CommandRun.of(
          "hunt",
          "--goal",
          "divergence",
          "--fault",
          "fifo",
          "--sequences",
          "100",
          "--seed",
          "7",
          "--out",
          out.toString());
      try (var files = Files.list(out)) {
        contents[i] = Files.readString(files.findFirst().orElseThrow());
      }
    }
    assertThat(contents[0]).isEqualTo(contents[1]);
  }

  @Test
  void aSimulatedTraceReplaysOnTheRealStore() {
    Path trace = folder.resolve("zipf.json");
    CommandRun simulate =
        CommandRun.of(
            "simulate",
            "--workload",
            "zipf",
            "--requests",
            "1000",
            "--set",
            "blocks=20",
            "--set",
            "poolSize=20",
            "--trace",
            trace.toString());
    assertThat(simulate.exitCode()).as(simulate.err()).isZero();
    CommandRun replay = CommandRun.of("replay", trace.toString(), "--quiet");
    assertThat(replay.exitCode()).as(replay.out() + replay.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zipf", "scan", "join", "mixed"})
  void theSameSeedSimulatesTheSameBytes(String workload) throws IOException {
    Path first = folder.resolve("first.json");
    Path second = folder.resolve("second.json");
    for (Path file : List.of(first, second)) {
      CommandRun.of(
          "simulate",
          "--workload",
          workload,
          "--requests",
          "500",
          "--seed",
          "3",
          "--trace",
          file.toString());
    }
    assertThat(first).hasSameBinaryContentAs(second);
  }
}
