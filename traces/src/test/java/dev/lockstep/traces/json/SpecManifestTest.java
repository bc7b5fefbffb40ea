package dev.lockstep.traces.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecManifestTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadAgain() throws IOException, TraceFormatException {
    SpecManifest manifest =
        new SpecManifest(
            List.of(
                new SpecManifest.Config("MCTiny", "MC", "contract", "holds", 12, 34, true),
                new SpecManifest.Config("MCReach", "MC", "lock", "SomeReachable", 0, 0, false),
                new SpecManifest.Config("MCRival", "MCR", "rival", "R4Prop", 5, 6, true),
                new SpecManifest.Config("MCProof", "MCP", "proof", "holds", 7, 8, true)));
    Path file = folder.resolve("manifest.json");

    manifest.write(file);

    assertThat(SpecManifest.read(file)).isEqualTo(manifest);
    assertThat(Files.readString(file))
        .isEqualTo(
            """
            {
              "configs": [
                {"name": "MCTiny", "module": "MC", "level": "contract", "expect": "holds", "states": 12, "edges": 34, "quick": true},
                {"name": "MCReach", "module": "MC", "level": "lock", "expect": "SomeReachable", "states": 0, "edges": 0, "quick": false},
                {"name": "MCRival", "module": "MCR", "level": "rival", "expect": "R4Prop", "states": 5, "edges": 6, "quick": true},
                {"name": "MCProof", "module": "MCP", "level": "proof", "expect": "holds", "states": 7, "edges": 8, "quick": true}
              ]
            }
            """);
    assertThat(manifest.config("MCReach").orElseThrow().mustFail()).isTrue();
  }

  @Test
  void aLevelThatIsNoneIsRefused() throws IOException {
    Path file = folder.resolve("manifest.json");
    Files.writeString(
        file,
        "{\"configs\": [\n {\"name\": \"A\", \"module\": \"M\", \"level\": \"bench\","
            + " \"expect\": \"holds\", \"states\": 1, \"edges\": 0, \"quick\": true}]}");

    assertThatThrownBy(() -> SpecManifest.read(file))
        .hasMessageContaining("must be one of contract, lock, rival, proof, was");
  }

  @Test
  void aWrongFieldIsNamedWithItsPlace() throws IOException {
    Path file = folder.resolve("manifest.json");
    Files.writeString(
        file,
        "{\"configs\": [\n {\"name\": \"A\", \"module\": \"M\", \"level\": \"contract\","
            + " \"expect\": \"holds\", \"states\": -1, \"edges\": 0, \"quick\": true}]}");

    assertThatThrownBy(() -> SpecManifest.read(file))
        .hasMessage(file + ":2:81: configs[0].states: must be at least 0, was -1");
  }
}
