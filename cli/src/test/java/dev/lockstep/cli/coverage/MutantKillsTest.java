package dev.lockstep.cli.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cli.run.TraceFiles;
import dev.lockstep.cli.run.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutantKillsTest {
  /** As {@code lockstep mutants} names traces: by their place in the corpus. */
  private static final Path CORPUS = Workspace.find().traces();

  @TempDir private Path folder;

  @Test
  void linesOfAnotherSortAndOneThatIsCutOffArePassedOver() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("mutants.jsonl"),
            """
            {"id": "m1", "status": "KILLED", "traces": ["hand/r01-put--empty-payload.json"], "millis": 3}
            {"id": "m0", "status": "KILLED", "traces": ["hand/gone.json"], "millis": 3}
            {"id": "m2", "status": "SURVIVED", "traces": []}
            {"seed": 7}

            {"id": "m3", "trac""");
    MutantKills kills = new MutantKills();
    kills.read(file, CORPUS);

    assertThat(kills.mutants()).isEqualTo(2);
    assertThat(kills.passedOver()).isEqualTo(3);
    Path trace = CORPUS.resolve("hand/r01-put--empty-payload.json");
    TraceRun run =
        new TraceRun(
            trace,
            TraceFiles.read(List.of(trace)).values().iterator().next(),
            true,
            true,
            new TreeSet<>());
    assertThat(kills.added(List.of(run)).get(0).items())
        .containsExactly(new Item(Item.Kind.KILL, "mutant m1"));
  }
}
