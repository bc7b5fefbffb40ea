package dev.lockstep.cli.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cli.run.SparkPath;
import dev.lockstep.cli.run.SparkVersions;
import dev.lockstep.cli.run.TraceFiles;
import dev.lockstep.cli.run.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** {@code traces/minimal.txt} against the corpus on the real store. */
class MinimalSetTest {
  private static final Path LIST = Workspace.find().traces().resolve("minimal.txt");

  @Test
  void theListExercisesAllThatTheCorpusDoes() throws IOException {
    Workspace workspace = Workspace.find();
    List<Path> listed =
        Files.readAllLines(LIST).stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> workspace.home().resolve(line))
            .toList();
    List<TraceRun> runs;
    try (CorpusRun run = CorpusRun.open(workspace, SparkPath.of(workspace, SparkVersions.BUILT))) {
      runs = run.run(TraceFiles.read(List.of(workspace.traces())));
      assertThat(run.classes()).allSatisfy(row -> assertThat(row.lines().covered()).isPositive());
    }
    List<TraceRun> onStore = runs.stream().filter(TraceRun::onStore).toList();
    List<TraceRun> minimal = onStore.stream().filter(r -> listed.contains(r.file())).toList();

    assertThat(runs).allMatch(TraceRun::asExpected);
    assertThat(minimal).hasSameSizeAs(listed);
    Set<Item> missing = items(onStore);
    missing.removeAll(items(minimal));
    assertThat(missing).as("exercised by the corpus, not by the list: make minimal").isEmpty();
    Map<Item.Kind, Integer> counts = MinimalSet.counts(minimal);
    assertThat(Files.readString(LIST))
        .as("the counts in its head: make minimal")
        .contains("# " + MinimalSet.inWords(counts));
  }

  private static Set<Item> items(List<TraceRun> runs) {
    Set<Item> items = new TreeSet<>();
    runs.forEach(run -> items.addAll(run.items()));
    return items;
  }
}
