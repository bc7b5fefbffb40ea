package dev.lockstep.model.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process for many runs says what a process for each says. */
class TlcSessionTest {
  private static final Path SPEC = Path.of("../spec");
  private static final Path MODULE = SPEC.resolve("MCReleaseProtocol.tla");
  private static final Path TOYS = Path.of("src/test/resources/tlc");
  private static final TlcOptions ENDLESS =
      TlcOptions.of(TOYS.resolve("Endless.tla"), TOYS.resolve("Endless.cfg"));

  @TempDir private Path folder;

  @Test
  void runsDoNotDisturbEachOther() throws Exception {
    try (TlcSession session = new TlcSession(1024)) {
      TlcRun broken = session.run(options("NoTryLock").withGraph(), 10_000);
      TlcRun holds = session.run(options("Init"), 10_000);
      TlcRun again = session.run(options("NoTryLock").withGraph(), 10_000);
      TlcRun alone = TlcRunner.run(options("NoTryLock").withGraph());

      assertThat(holds.result())
          .isInstanceOfSatisfying(
              TlcResult.Holds.class, h -> assertThat(h.stats().distinct()).isEqualTo(2607));
      assertThat(counts(again)).isEqualTo(counts(broken)).isEqualTo(counts(alone));
      assertThat(property(again)).isEqualTo(property(alone)).isEqualTo("R5ReleaseOnceInv");
    }
  }

  @Test
  void eachRunFindsItsOwnLivenessError() throws Exception {
    Path module = SPEC.resolve("MCMemoryStore.tla");
    try (TlcSession session = new TlcSession(1024)) {
      for (String config : List.of("AskStarves", "NoWake", "AskStarves")) {
        TlcOptions options = TlcOptions.of(module, SPEC.resolve("MCMemoryStore" + config + ".cfg"));

        TlcRun run = session.run(options, 10_000);

        assertThat(run.result()).as(config).isInstanceOf(TlcResult.Violates.class);
      }
    }
  }

  @Test
  void whatHasTooManyStatesOrTakesTooLongIsStoppedAndTheNextRunIsSound() throws Exception {
    try (TlcSession session = new TlcSession(1024)) {
      TlcResult large = session.run(options("InitDeferred"), 100).result();
      TlcResult slow =
          session.run(ENDLESS.withTimeout(Duration.ofMillis(500)), Long.MAX_VALUE).result();

      assertThat(((TlcResult.Failed) large).message()).isEqualTo("TLC found more than 100 states");
      assertThat(((TlcResult.Failed) slow).message()).startsWith("TLC did not end within");
      assertThat(session.run(options("Init"), 10_000).result()).isInstanceOf(TlcResult.Holds.class);
    }
  }

  @Test
  void whatRanOutOfItsStackIsNotAskedAgain() throws Exception {
    try (TlcSession session = new TlcSession(1024)) {
      session.run(options("Init"), 10_000);
      long first = session.process();
      TlcResult deep =
          session
              .run(TlcOptions.of(TOYS.resolve("Deep.tla"), TOYS.resolve("Endless.cfg")), 10)
              .result();

      assertThat(first).isPositive();
      assertThat(deep).isInstanceOf(TlcResult.Failed.class);
      assertThat(session.process()).isEqualTo(-1);
    }
  }

  @Test
  void aSumKnowsValuesThatNoOrderOfTheSearchChanges() throws Exception {
    try (TlcSession session = new TlcSession(1024)) {
      TlcOptions quiet = TlcOptions.of(TOYS.resolve("Parallel.tla"), TOYS.resolve("Parallel.cfg"));
      String sum = session.graphSum(quiet, 1000).orElseThrow();

      assertThat(session.graphSum(quiet.withWorkers(2), 1000)).hasValue(sum);
      assertThat(sum).endsWith("-38");
      assertThat(sumWith(session, "result |-> answer", "result |-> \"yes\""))
          .as("a value that the VIEW hides")
          .isNotEqualTo(sum);
      assertThat(sumWith(session, "count' = 0 /\\", "count' = count - 1 /\\")).isNotEqualTo(sum);
      assertThat(sumWith(session, "\\E c \\in Blocks : Ask(c)", "\\E b \\in Blocks : Ask(b)"))
          .as("a name")
          .isEqualTo(sum);
    }
  }

  private String sumWith(TlcSession session, String text, String other) throws Exception {
    String toy = Files.readString(TOYS.resolve("Parallel.tla"));
    assertThat(toy).contains(text);
    Files.writeString(folder.resolve("Parallel.tla"), toy.replace(text, other));
    Files.copy(
        TOYS.resolve("Parallel.cfg"),
        folder.resolve("Parallel.cfg"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    TlcOptions options =
        TlcOptions.of(folder.resolve("Parallel.tla"), folder.resolve("Parallel.cfg"));
    return session.graphSum(options, 1000).orElseThrow();
  }

  /** Modules and configs in any order: what TLC keeps in static fields is put back. */
  @Test
  void aRunLeavesNothingForTheNext() throws Exception {
    List<String> configs =
        List.of(
            "MCMemoryStoreHole1EngineLock",
            "MCRivalFixedSplitBreaksR4",
            "MCReleaseProtocolNoTryLock",
            "MCMemoryStoreAskStarves",
            "MCEvictionContractReachPinnedOldestSkipped",
            "MCMemoryStoreNoWake");
    Map<String, String> alone = new HashMap<>();
    for (String config : configs) {
      try (TlcSession session = new TlcSession(1024)) {
        alone.put(config, told(session, config));
      }
    }
    try (TlcSession session = new TlcSession(1024)) {
      for (int i = 2 * configs.size() - 1; i >= 0; i--) {
        String config = configs.get(i % configs.size());
        assertThat(told(session, config)).as(config).isEqualTo(alone.get(config));
      }
    }
  }

  /** The whole graph, in the order in which TLC has found it, and the verdict. */
  private static String told(TlcSession session, String config) throws Exception {
    String module = config.replaceFirst("(Hole1|Breaks|No|Ask|Reach).*", "");
    TlcOptions options =
        TlcOptions.of(SPEC.resolve(module + ".tla"), SPEC.resolve(config + ".cfg")).withGraph();
    TlcRun run = session.run(options, Long.MAX_VALUE);
    assertThat(run.result()).as(config).isInstanceOf(TlcResult.Violates.class);
    TlcResult.Violates violates = (TlcResult.Violates) run.result();
    return violates.property() + violates.trace() + Files.readString(session.edges());
  }

  private static TlcOptions options(String config) {
    return TlcOptions.of(MODULE, SPEC.resolve("MCReleaseProtocol" + config + ".cfg"));
  }

  private static String counts(TlcRun run) {
    TlcStats stats = ((TlcResult.Violates) run.result()).stats();
    return stats.generated() + " " + stats.distinct() + " " + stats.edges();
  }

  private static String property(TlcRun run) {
    return ((TlcResult.Violates) run.result()).property();
  }
}
