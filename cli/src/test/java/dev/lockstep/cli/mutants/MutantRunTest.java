package dev.lockstep.cli.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cli.run.Workspace;
import dev.lockstep.spark.mutants.Baseline;
import dev.lockstep.spark.mutants.ClassSource;
import dev.lockstep.spark.mutants.Effort;
import dev.lockstep.spark.mutants.Mutant;
import dev.lockstep.spark.mutants.MutantFinder;
import dev.lockstep.spark.mutants.MutantRun;
import dev.lockstep.spark.mutants.MutatedClass;
import dev.lockstep.spark.mutants.ProbeTable;
import dev.lockstep.spark.mutants.Result;
import dev.lockstep.spark.mutants.ResultFile;
import dev.lockstep.spark.mutants.Stage;
import dev.lockstep.spark.mutants.Status;
import dev.lockstep.spark.mutants.Versions;
import dev.lockstep.spark.mutants.WorkerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few mutants on a small part of the harness, in real workers. */
class MutantRunTest {
  private static final String TINY = "MCEvictionContractTiny.cfg";
  private static final String PAIR = "1: withMemory 3 || 2: withMemory 3";

  /** What notices each first; nothing can notice the last, on which a log line depends. */
  private static final Map<String, String> MUTANTS =
      Map.of(
          "BlockInfoWrapper.info:NullReturnVals#1", "corpus",
          "MemoryStore.getBytes:RemoveConditional_EQUAL_ELSE#3", "cover",
          "NativeBlockId.<init>:RemoveConditional_EQUAL_ELSE#6", "tests",
          "ExecutionMemoryPool.releaseMemory:VoidMethodCall#2", "pairs",
          "MemoryStore.<init>:ConditionalsBoundary#1", "");

  @TempDir Path folder;

  /** Configs of the same names, all as small as the smallest. */
  private Path smallSpec(Workspace workspace) throws IOException {
    Path spec = Files.createDirectories(folder.resolve("spec"));
    try (var files = Files.list(workspace.spec())) {
      for (Path file : files.filter(f -> f.toString().endsWith(".cfg")).toList()) {
        String name = file.getFileName().toString();
        Path from =
            name.matches("MCEvictionContract(Kinds|Modes|Execution|Fatal|Deferred|Stock)\\.cfg")
                ? workspace.spec().resolve(TINY)
                : file;
        Files.copy(from, spec.resolve(name));
      }
    }
    return spec;
  }

  private Path fewTraces(Workspace workspace) throws IOException {
    Path hand = Files.createDirectories(folder.resolve("traces/hand"));
    for (String name :
        List.of("r01-put--stored-duplicate-no-space", "r04-lru--stops-as-soon-as-it-reaches")) {
      Files.copy(
          workspace.traces().resolve("hand/" + name + ".json"), hand.resolve(name + ".json"));
    }
    return folder.resolve("traces");
  }

  private static boolean wanted(Stage stage, String id) {
    return switch (stage) {
      case CORPUS -> true;
      case COVER -> id.startsWith("walk MCEvictionContractTiny ");
      case PAIRS -> id.equals(PAIR);
      case TESTS -> id.startsWith("NativeBlockIdTest.");
      case RANDOM, MANAGED, LED, SUITES -> false;
    };
  }

  private Baseline sound(WorkerKind kind) throws IOException, InterruptedException {
    return Baseline.of(kind, folder, MutantRunTest::wanted, 1, done -> {});
  }

  /** One run that is killed in the middle of a line, and another that goes on. */
  @Test
  void eachStageNoticesItsMutantAndARunGoesOnWhereItWasKilled() throws Exception {
    Workspace workspace = Workspace.find();
    Workbench bench = new Workbench(workspace);
    WorkerKind harness = bench.harness(folder, smallSpec(workspace), fewTraces(workspace));
    Path file = folder.resolve("results.jsonl");
    try (ClassSource woven = new ClassSource(bench.patched());
        ClassSource stock = new ClassSource(bench.stock())) {
      MutantFinder finder = new MutantFinder(woven, stock);
      List<MutantRun.Task> tasks = new ArrayList<>();
      for (Mutant mutant : finder.find(MutatedClass.ALL)) {
        if (MUTANTS.containsKey(mutant.key())) {
          Versions versions = new Versions(mutant.key(), "main", "tests", Map.of());
          tasks.add(new MutantRun.Task(mutant, finder.bytes(mutant), versions));
        }
      }
      assertThat(tasks).hasSameSizeAs(MUTANTS.keySet());
      MutantRun run =
          new MutantRun(
              folder,
              harness,
              sound(harness),
              bench.tests(),
              sound(bench.tests()),
              new ProbeTable(woven, MutatedClass.ALL),
              Effort.FIRST,
              Duration.ofSeconds(60),
              1);

      try (ResultFile results = ResultFile.open(file)) {
        run.run(tasks.subList(0, 2), results, result -> {});
      }
      String killed = Files.readString(file);
      Files.writeString(file, killed.substring(0, killed.length() - 10));

      Map<String, Result> done = new TreeMap<>();
      try (ResultFile results = ResultFile.open(file)) {
        List<MutantRun.Task> left =
            tasks.stream().filter(t -> MutantRun.before(results, t).isEmpty()).toList();
        assertThat(left).hasSize(tasks.size() - 1);
        run.run(left, results, result -> done.put(result.key(), result));
        tasks.forEach(t -> MutantRun.before(results, t).ifPresent(r -> done.put(r.key(), r)));
      }
      MUTANTS.forEach(
          (key, stage) -> {
            assertThat(done.get(key).verdict().stage()).as(key).isEqualTo(stage);
            assertThat(done.get(key).verdict().status())
                .as(key)
                .isEqualTo(stage.isEmpty() ? Status.SURVIVED : Status.KILLED);
          });
      assertThat(done.get("BlockInfoWrapper.info:NullReturnVals#1").verdict().traces()).hasSize(2);
    }
  }
}
