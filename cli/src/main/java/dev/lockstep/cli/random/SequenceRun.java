package dev.lockstep.cli.random;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.lockstep.io.ScratchFolder;
import dev.lockstep.model.Action;
import dev.lockstep.model.Constants;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.Model;
import dev.lockstep.simulator.hunt.Universe;
import dev.lockstep.traces.Divergence;
import dev.lockstep.traces.Replayer;
import dev.lockstep.traces.Shrinker;
import dev.lockstep.traces.StoreUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import net.jqwik.api.state.ActionChain;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** A run of {@link StoreSequences}: so many sequences on stores of one sort, from one seed. */
public final class SequenceRun {
  private static final int SHRINK_ATTEMPTS_MAX = 2000;

  private final StoreUnderTest.Factory stores;
  private final List<Universe> universes;
  private final long seed;
  private final LongConsumer progress;
  private final Map<String, Long> casesByRule = new TreeMap<>();
  private @Nullable Session session;
  private @Nullable DivergedError failure;
  private long sequences;
  private long calls;

  /**
   * @param stores makes the stores
   * @param universes constants to draw from
   * @param seed changes which calls the sequences are
   * @param progress is told the sequences done
   */
  public SequenceRun(
      StoreUnderTest.Factory stores, List<Universe> universes, long seed, LongConsumer progress) {
    this.stores = stores;
    this.universes = List.copyOf(universes);
    this.seed = seed;
    this.progress = progress;
  }

  /**
   * What came of it.
   *
   * @param sequences sequences without a divergence
   * @param calls calls in them
   * @param casesByRule in how many of them each rule was exercised
   * @param found the shrunk divergence, if there is one
   */
  public record Report(
      long sequences, long calls, Map<String, Long> casesByRule, Optional<Found> found) {}

  /** A divergence with the shortest calls that show it. */
  public record Found(Constants constants, List<Action> actions, Divergence divergence) {}

  /**
   * Runs so many sequences, or until one diverges.
   *
   * @throws IllegalStateException if the property could not be run at all
   */
  public Report run(int tries) throws IOException {
    try (ScratchFolder scratch = ScratchFolder.inTemp("lockstep-jqwik")) {
      return run(tries, scratch.path().resolve("database"));
    }
  }

  private Report run(int tries, Path database) {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(
                selectMethod(
                    StoreSequences.class, "storeDoesWhatTheModelDoes", ActionChain.class.getName()))
            .configurationParameter("jqwik.tries.default", Integer.toString(tries))
            .configurationParameter("jqwik.database", database.toString())
            .configurationParameter("jqwik.reporting.usejunitplatform", "true")
            .configurationParameter("jqwik.reporting.onlyfailures", "true")
            .build();
    StoreSequences.use(this);
    try {
      LauncherFactory.create().execute(request, new TestExecutionListener[] {summary});
    } finally {
      StoreSequences.use(null);
      closeSession();
    }
    if (summary.getSummary().getTestsStartedCount() != 1) {
      throw new IllegalStateException("jqwik did not find the property StoreSequences");
    }
    DivergedError diverged = failure;
    if (diverged == null && summary.getSummary().getTestsFailedCount() > 0) {
      throw new IllegalStateException(
          "the random run failed", summary.getSummary().getFailures().get(0).getException());
    }
    return new Report(
        sequences, calls, casesByRule, Optional.ofNullable(diverged).map(this::shrunk));
  }

  List<Universe> universes() {
    return universes;
  }

  Session begin(Universe universe) {
    closeSession();
    Session begun = new Session(universe.constants(), stores);
    session = begun;
    return begun;
  }

  /** Executes one sequence; jqwik calls this again for every attempt to shrink a failing one. */
  void execute(ActionChain<Session> sequence) {
    try {
      Session ended = sequence.run();
      ended.finish();
      if (failure == null) {
        sequences++;
        calls += ended.calls();
        ended.exercised().forEach(rule -> casesByRule.merge(rule, 1L, Long::sum));
        progress.accept(sequences);
      }
    } catch (Throwable thrown) {
      remember(thrown);
      throw thrown;
    } finally {
      closeSession();
    }
  }

  /** The number of a call, other for every seed: jqwik's own seed is fixed. */
  long mixed(long choice) {
    long z = choice + seed * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Keeps the shortest divergence; jqwik wraps what an action throws. */
  private void remember(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof DivergedError diverged
          && (failure == null || diverged.actions().size() <= failure.actions().size())) {
        failure = diverged;
      }
    }
  }

  private Found shrunk(DivergedError diverged) {
    Model model = new ContractModel(diverged.constants());
    Replayer replayer = new Replayer(model, stores);
    String rule = diverged.divergence().rule();
    List<Action> shortest =
        new Shrinker(model, SHRINK_ATTEMPTS_MAX)
            .shrink(
                diverged.actions(),
                actions -> replayer.replay(actions).filter(d -> d.rule().equals(rule)).isPresent())
            .actions();
    Divergence divergence = replayer.replay(shortest).orElse(diverged.divergence());
    return new Found(diverged.constants(), shortest, divergence);
  }

  private void closeSession() {
    if (session != null) {
      session.close();
      session = null;
    }
  }
}
