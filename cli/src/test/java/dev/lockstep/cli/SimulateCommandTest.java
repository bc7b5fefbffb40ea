package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.simulator.workload.Workloads;
import dev.lockstep.traces.json.TraceCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user of simulate and hunt gets, whole commands. */
class SimulateCommandTest {
  @TempDir private Path folder;

  @Test
  void allPoliciesOnAWorkloadGiveARowEachAndTheSameAgain() throws IOException {
    Path csv = folder.resolve("rows.csv");
    Path plots = folder.resolve("plots");
    CommandRun run =
        CommandRun.of(
            "simulate",
            "--workload",
            "tables",
            "--policy",
            "all",
            "--memory",
            "50,100",
            "--requests",
            "2000",
            "--csv",
            csv.toString(),
            "--plots",
            plots.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<String> rows = Files.readAllLines(csv);
    // A header, then eight policies and the bound in two memories.
    assertThat(rows).hasSize(1 + 2 * 9);
    assertThat(rows.get(0)).startsWith("workload,policy,requests,memory,hitRatio,");
    assertThat(rows).filteredOn(row -> row.startsWith("tables,offline (bound),")).hasSize(2);
    for (String picture : List.of("hit-ratio.svg", "policies.svg", "pools-x4-split-50.svg")) {
      assertThat(Files.readString(plots.resolve(picture))).contains("<svg").contains("</svg>");
    }
    CommandRun again =
        CommandRun.of(
            "simulate",
            "--workload",
            "tables",
            "--policy",
            "all",
            "--memory",
            "50,100",
            "--requests",
            "2000");
    assertThat(run.out()).startsWith(again.out());
  }

  @Test
  void aRecordedTraceIsPlayed() throws IOException {
    StringBuilder text = new StringBuilder("id,size\n");
    for (int i = 0; i < 3_000; i++) {
      text.append(i % 30).append(",1\n");
    }
    Path file = Files.writeString(folder.resolve("loop.csv"), text);
    CommandRun run =
        CommandRun.of(
            "simulate",
            "--input",
            file.toString(),
            "--memory",
            "20,30",
            "--policy",
            "unified-lru,offline");
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines.get(2)).contains("unified-lru").contains(" 0.00%");
    assertThat(lines.get(3)).contains("offline (optimum)").doesNotContain(" 0.00%");
    assertThat(lines.get(4)).contains("unified-lru").contains(" 99.00%");
  }

  /** They were once called the same, and one's picture was written over the other's. */
  @Test
  void twoSharesOfOnePolicyAreTwoPolicies() {
    Path plots = folder.resolve("plots");
    CommandRun run =
        CommandRun.of(
            "simulate",
            "--workload",
            "tables",
            "--requests",
            "2000",
            "--policy",
            "x4-split:0.3,x4-split:0.60,x4-split:0.3",
            "--memory",
            "40,50",
            "--plots",
            plots.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines().skip(2).limit(4))
        .satisfiesExactly(
            line -> assertThat(line).matches("tables +x4-split:0\\.3 +40 .*"),
            line -> assertThat(line).matches("tables +x4-split:0\\.6 +40 .*"),
            line -> assertThat(line).matches("tables +x4-split:0\\.3 +50 .*"),
            line -> assertThat(line).matches("tables +x4-split:0\\.6 +50 .*"));
    assertThat(plots.resolve("pools-x4-split-0.3-40.svg")).exists();
    assertThat(plots.resolve("pools-x4-split-0.6-40.svg")).exists();
  }

  @Test
  void aTraceIsOfTheMemoryThatWasAskedFor() throws Exception {
    Path trace = folder.resolve("run.json");
    CommandRun run =
        CommandRun.of(
            "simulate",
            "--workload",
            "zipf",
            "--requests",
            "50",
            "--memory",
            "17",
            "--trace",
            trace.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(TraceCodec.read(trace).constants().offHeap().max()).isEqualTo(17);
  }

  @Test
  void anyFileThatIsThereIsAWorkload() throws IOException {
    Path file = Files.writeString(folder.resolve("own.workload"), Workloads.text("scan"));
    CommandRun run = CommandRun.of("simulate", "--workload", file.toString(), "--requests", "100");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("scan ");
  }

  @Test
  void whatAHuntFindsOfARivalIsReplayedOnItsStore() throws IOException {
    CommandRun hunt =
        CommandRun.of(
            "hunt",
            "--goal",
            "inversion",
            "--policy",
            "x1-native-first:0.75",
            "--sequences",
            "100000",
            "--out",
            folder.toString());
    assertThat(hunt.exitCode()).as(hunt.err()).isEqualTo(1);
    Path trace;
    try (var files = Files.list(folder)) {
      trace = files.findFirst().orElseThrow();
    }
    CommandRun rival =
        CommandRun.of(
            "replay", trace.toString(), "--store", "simulator", "--policy", "x1-native-first:0.75");
    assertThat(rival.exitCode()).as(rival.out() + rival.err()).isZero();
    assertThat(rival.out()).contains("breaks R4");
    CommandRun proposal = CommandRun.of("replay", trace.toString(), "--store", "simulator");
    assertThat(proposal.exitCode()).as(proposal.out() + proposal.err()).isZero();
  }

  /** In a folder of its own, since two hunts once read each other's answer; and then it is gone. */
  @Test
  void aHuntOnAClusterIsTheSameAndLeavesNothing() throws IOException {
    Path cluster = Path.of("../build/cluster");
    Set<Path> before = Files.isDirectory(cluster) ? entries(cluster) : Set.of();
    List<String> hunt =
        List.of("hunt", "--goal", "thrash", "--sequences", "500", "--out", folder.toString());
    List<String> onCluster = new ArrayList<>(hunt);
    onCluster.addAll(List.of("--master", "local[2]"));
    CommandRun there = CommandRun.of(onCluster.toArray(String[]::new));
    assertThat(there.err()).doesNotContain("lockstep:");
    assertThat(there.out()).isEqualTo(CommandRun.of(hunt.toArray(String[]::new)).out());
    assertThat(before).containsAll(entries(cluster));
  }

  private static Set<Path> entries(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.collect(Collectors.toSet());
    }
  }
}
