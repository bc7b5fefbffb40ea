package dev.lockstep.model.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which configs may follow one another in one process of TLC's. */
class NameOrderTest {
  @TempDir private Path folder;

  @Test
  void configWithNoOtherNamesAndNoOtherOrderIsAdmitted() throws IOException {
    NameOrder seen = NameOrder.of(config("Native = {\"n1\", \"n2\"}", "Serialized = {\"s1\"}"));

    assertThat(seen.admits(config("Native = {\"n1\"}", "Serialized = {\"s1\"}"))).isTrue();
    assertThat(seen.admits(config("Native = {}"))).isTrue();
    assertThat(seen.admits(config("Native = {\"n1\"}", "Serialized = {\"s2\"}"))).isFalse();
    assertThat(seen.admits(config("Native = {\"n2\", \"n1\"}"))).isFalse();
    assertThat(NameOrder.NONE.admits(config("Native = {\"n1\"}"))).isFalse();
  }

  @Test
  void runFindsAsManyStatesAsInAProcessOfItsOwn() throws Exception {
    Path module = Path.of("../spec/MCMemoryStore.tla");
    try (TlcSession session = new TlcSession(module)) {
      for (String name : new String[] {"EngineLocks", "NoUnlockAfterFailure"}) {
        TlcOptions options =
            TlcOptions.of(module, Path.of("../spec/MCMemoryStore" + name + ".cfg"));

        assertThat(distinct(session.run(options, 10_000)))
            .isEqualTo(distinct(TlcRunner.run(options)));
      }
    }
  }

  private static long distinct(TlcRun run) {
    return run.result() instanceof TlcResult.Violates violates
        ? violates.stats().distinct()
        : ((TlcResult.Holds) run.result()).stats().distinct();
  }

  private Path config(String... lines) throws IOException {
    Path file = Files.createTempFile(folder, "MC", ".cfg");
    return Files.write(
        file, java.util.List.of("\\* With \"s9\".", "CONSTANTS", String.join("\n", lines)));
  }
}
