package dev.lockstep.model.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.io.KeptResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlcRunsTest {
  private static final String CONFIG = "MCEvictionContractReachDuplicate";

  @TempDir private Path folder;
  private Path spec;
  private Path keptFolder;
  private TlcRuns runs;

  @BeforeEach
  void copySpec() throws IOException {
    spec = Files.createDirectory(folder.resolve("spec"));
    keptFolder = folder.resolve("kept");
    runs = new TlcRuns(KeptResults.in(keptFolder));
    try (Stream<Path> files = Files.list(Path.of("../spec"))) {
      for (Path file : files.filter(f -> f.toString().matches(".*\\.(tla|cfg)")).toList()) {
        Files.copy(file, spec.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void theSecondRunIsTheFirstToldAgain() throws Exception {
    TlcRun first = run();
    TlcRun second = run();
    TlcRun verdict = runs.verdict(options(), states -> {});

    assertThat(first.kept()).isFalse();
    assertThat(second.kept()).isTrue();
    assertThat(verdict.kept()).isTrue();
    assertThat(second.result()).isEqualTo(first.result()).isEqualTo(verdict.result());
    assertThat(second.edgesByAction()).isEqualTo(first.edgesByAction());
    assertThat(verdict.graph()).isNull();
    assertThat(labels(second.graph())).isEqualTo(labels(first.graph())).isNotEmpty();
  }

  @Test
  void aJarOfTlcThatIsNotThereIsSaidSo() throws Exception {
    System.setProperty(TlcRunner.OWN_JAR, folder.resolve("none.jar").toString());
    try {
      TlcResult result = runs.verdict(options(), states -> {}).result();
      assertThat(((TlcResult.Failed) result).message())
          .startsWith("-Dtla2tools.jar: no such file: ");
    } finally {
      System.clearProperty(TlcRunner.OWN_JAR);
    }
  }

  @Test
  void aDamagedVerdictOrGraphIsComputedAgain() throws Exception {
    TlcRun first = run();
    for (String kind : List.of("tlc", "tlc-graph")) {
      Path entry;
      try (Stream<Path> entries = Files.list(keptFolder.resolve(kind))) {
        entry = entries.findFirst().orElseThrow();
      }
      byte[] bytes = Files.readAllBytes(entry);
      bytes[bytes.length / 2] ^= 1;
      Files.write(entry, bytes);

      TlcRun again = run();
      assertThat(again.kept()).as(kind).isFalse();
      assertThat(again.result().getClass()).isEqualTo(first.result().getClass());
      assertThat(run().kept()).as(kind).isTrue();
    }
  }

  @Test
  void aRunDependsOnWhatItReadsAndOnNothingElse() throws Exception {
    TlcRun first = run();
    append("MemoryStore.tla");
    append("MCEvictionContractTiny.cfg");
    assertThat(run().kept()).isTrue();

    append("EvictionContract.tla");
    assertThat(run().kept()).isFalse();
    append(CONFIG + ".cfg");
    assertThat(run().kept()).isFalse();
    assertThat(first.kept()).isFalse();
  }

  @Test
  void theModulesOfAConfigAreThoseThatItsModuleExtendsOrInstantiates() throws IOException {
    assertThat(TlcRuns.modules(spec.resolve("MCMemoryStore.tla")))
        .extracting(file -> file.getFileName().toString())
        .contains("MemoryStore.tla", "ConcurrentContract.tla", "MemoryStoreState.tla")
        .doesNotContain("EvictionContract.tla", "RivalStore.tla");
  }

  @Test
  void whatFailsIsNotKept() throws Exception {
    Files.writeString(spec.resolve("EvictionContract.tla"), "---- MODULE EvictionContract ----");
    assertThat(run().result()).isInstanceOf(TlcResult.Failed.class);
    assertThat(keptFolder).doesNotExist();
  }

  private TlcRun run() throws Exception {
    return runs.run(options(), states -> {});
  }

  private TlcOptions options() {
    return TlcOptions.of(spec.resolve("MCEvictionContract.tla"), spec.resolve(CONFIG + ".cfg"))
        .withGraph();
  }

  /** A comment is a change, too. */
  private void append(String file) throws IOException {
    Path path = spec.resolve(file);
    Files.writeString(path, Files.readString(path) + "\n\\* more\n");
  }

  private static List<String> labels(TlcGraph graph) {
    return java.util.stream.IntStream.range(0, graph.edgeCount())
        .mapToObj(graph::edgeLabel)
        .toList();
  }
}
