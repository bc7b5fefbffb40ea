package dev.lockstep.cli.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutantKillsTest {
  @TempDir private Path folder;

  @Test
  void linesOfAnotherSortAndOneThatIsCutOffArePassedOver() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("mutants.jsonl"),
            """
            {"id": "m1", "status": "KILLED", "traces": ["traces/hand/a.json"], "millis": 3}
            {"id": "m2", "status": "SURVIVED", "traces": []}
            {"seed": 7}

            {"id": "m3", "trac""");
    MutantKills kills = new MutantKills();
    kills.read(file, folder);

    assertThat(kills.mutants()).isEqualTo(2);
    assertThat(kills.passedOver()).isEqualTo(2);
  }
}
