package dev.lockstep.spark.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.model.lock.LockConfig;
import dev.lockstep.model.lock.LockModel;
import dev.lockstep.model.lock.LockStateGraph;
import dev.lockstep.spark.launch.SparkLockStores;
import dev.lockstep.traces.LockCoverReplay;
import dev.lockstep.traces.LockDivergence;
import dev.lockstep.traces.LockReplayer;
import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.corpus.Corpus;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lock level on the real store, step by step. */
class LedStoreReplayTest {
  private static final Path HOME = Path.of("..", "..").toAbsolutePath().normalize();

  @ParameterizedTest
  @ValueSource(strings = {"Live", "LiveDeferred", "ReleaseRemoves", "Stop", "StopPuts"})
  void everyTransitionHappensOnTheRealStore(String name) throws Exception {
    LockCoverReplay.Report report = cover(name, Optional.empty());

    assertThat(report.divergences()).isEmpty();
    assertThat(report.replayed()).isEqualTo(report.edges());
    assertThat(report.waits()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "pin-not-counted, readers",
    "unlock-wakes-nobody, step",
    "fifo, lru",
    "bytes-before-release, used"
  })
  void brokenStorePartsFromTheModel(String fault, String field) throws Exception {
    LockCoverReplay.Report report = cover("ReleaseRemoves", Optional.of(fault));

    assertThat(report.divergences())
        .extracting(d -> d.divergence().field())
        .anyMatch(f -> f.equals(field) || f.startsWith("thread"));
  }

  private static LockCoverReplay.Report cover(String name, Optional<String> fault)
      throws Exception {
    LockConfig config =
        LockConfig.read(HOME.resolve("spec").resolve("MCMemoryStore" + name + ".cfg"));
    LockModel model = new LockModel(config.constants());
    try (SparkLockStores stores = SparkLockStores.of(Sparks.patched(), fault)) {
      return new LockCoverReplay(model, LockStateGraph.of(model), stores).replay(edges -> {});
    }
  }

  /** The counterexamples of the specification, in the order of the holes of the contract. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hole1EngineLock",
        "Hole2NoPin",
        "Hole6LatePut",
        "Hole6PinsTaken",
        "Hole7AtOnce",
        "Hole7Bytes",
        "Hole8FellowVictim",
        "Hole8Waits",
        "Hole8Sizes",
        "OneInstant",
        "RemoveHolding",
        "NoBytesLast",
        "NoFinally",
        "NoLeaveFirst",
        "NoUnlockAfterFailure",
        "NoWake"
      })
  void counterexampleHappensOnTheRealStore(String name) throws Exception {
    LockTrace trace = trace(name);
    try (SparkLockStores stores = SparkLockStores.of(Sparks.patched(), Optional.empty())) {
      Optional<LockDivergence> divergence = new LockReplayer(trace).replay(stores);

      assertThat(divergence).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NoTryLock", "NoMonitor"})
  void mechanismThatTheStoreCannotDoWithoutIsNamed(String name) throws Exception {
    LockTrace trace = trace(name);
    try (SparkLockStores stores = SparkLockStores.of(Sparks.patched(), Optional.empty())) {
      assertThatThrownBy(() -> new LockReplayer(trace).replay(stores))
          .isInstanceOf(InvalidConstantException.class)
          .hasMessageContaining("can't be run without " + name.substring(2));
    }
  }

  private static LockTrace trace(String name) throws Exception {
    return (LockTrace)
        Corpus.readAny(HOME.resolve("traces/tlc").resolve("MCMemoryStore" + name + ".json"));
  }
}
