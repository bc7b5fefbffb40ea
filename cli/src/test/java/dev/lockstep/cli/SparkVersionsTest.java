package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Published versions of Spark: fetched, woven, run. Needs Maven Central where the local repository
 * does not have them.
 */
class SparkVersionsTest {
  @TempDir private Path folder;

  /** 3.5.9 is not claimed by {@code verify}; it conforms all the same. */
  @ParameterizedTest
  @ValueSource(strings = {"4.1.3", "4.0.4", "3.5.9"})
  void theCorpusAndACoverConformOnOtherVersions(String version) {
    CommandRun corpus = CommandRun.of("replay", "../traces", "--quiet", "--spark", version);
    assertThat(corpus.exitCode()).as(corpus.out() + corpus.err()).isZero();
    assertThat(corpus.out()).contains("traces as expected on Spark " + version + " (patched)");

    CommandRun cover =
        CommandRun.of("replay", "--cover", "MCEvictionContractTiny", "--spark", version);
    assertThat(cover.exitCode()).as(cover.out() + cover.err()).isZero();
    assertThat(cover.out()).contains("on spark@" + version).contains(" 0 divergences");
  }

  @Test
  void aVersionThatDoesNotExistIsTheUsersMistake() {
    CommandRun run = CommandRun.of("replay", "../traces/hand", "--spark", "9.9.9");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().strip().lines()).hasSize(1);
    assertThat(run.err())
        .startsWith(
            "lockstep: --spark 9.9.9: there is no org.apache.spark:spark-core_2.13:jar:9.9.9");
  }

  /** All points are found in 3.5.0, but our code calls what came later. */
  @Test
  void aVersionOfAnotherShapeIsRefusedAndNothingIsWritten() throws IOException {
    Path jar = folder.resolve("patch.jar");
    CommandRun run = CommandRun.of("patch", "--spark", "3.5.0", "--output", jar.toString());
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err().strip().lines()).hasSize(1);
    assertThat(run.err())
        .startsWith("lockstep: --spark 3.5.0: org.apache.spark.storage.")
        .contains(": expected one with ")
        .contains(" needs, found ");
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void thePatchOfAVersionIsOneJarThatIsNotReplacedByAccident() throws IOException {
    Path jar = folder.resolve("patch.jar");
    CommandRun first =
        CommandRun.of("patch", "--spark", "4.0.4", "--output", jar.toString(), "--verbose");
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out())
        .contains("org.apache.spark.storage.memory.MemoryStore.clear")
        .contains("--driver-class-path " + jar)
        .contains("spark.executor.extraClassPath=" + jar);
    assertThat(jar).hasSameBinaryContentAs(built("4.0.4"));

    CommandRun again = CommandRun.of("patch", "--output", jar.toString());
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("--force");
    assertThat(jar).hasSameBinaryContentAs(built("4.0.4"));

    CommandRun forced = CommandRun.of("patch", "--output", jar.toString(), "--force");
    assertThat(forced.exitCode()).as(forced.err()).isZero();
    assertThat(jar).hasSameBinaryContentAs(built("4.2.0"));
  }

  private static Path built(String version) {
    return Path.of("../spark/patch/target/lockstep-native-blocks-" + version + ".jar");
  }
}
