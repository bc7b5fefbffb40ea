package dev.lockstep.traces.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.io.KeptResults;
import dev.lockstep.model.Action;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.Model;
import dev.lockstep.model.StoreState;
import dev.lockstep.model.explore.StateExplorer;
import dev.lockstep.model.tlc.TlcRuns;
import dev.lockstep.traces.Divergence;
import dev.lockstep.traces.LockClaim;
import dev.lockstep.traces.LockModelStore;
import dev.lockstep.traces.LockReplayer;
import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.ModelStore;
import dev.lockstep.traces.Observation;
import dev.lockstep.traces.RuleCoverage;
import dev.lockstep.traces.StepComparison;
import dev.lockstep.traces.StoreUnderTest;
import dev.lockstep.traces.StoredTrace;
import dev.lockstep.traces.TestConstants;
import dev.lockstep.traces.Trace;
import dev.lockstep.traces.json.TraceCodec;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {
  private static final Corpus CORPUS = new Corpus(TestConstants.TRACES);
  private static final TlcRuns RUNS = new TlcRuns(KeptResults.in(Path.of("../build/kept")));

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> everyTraceIsWhatTheModelDoes() throws IOException {
    return CORPUS.files().stream()
        .map(file -> DynamicTest.dynamicTest(file.toString(), () -> conforms(file)));
  }

  /** The model's store against what stands in the file, not against the model. */
  private static void conforms(Path file) throws TraceFormatException {
    StoredTrace trace = Corpus.readAny(file);
    assertThat(file.getParent().getFileName().toString())
        .isEqualTo(trace.origin().name().toLowerCase(Locale.ROOT));
    trace.accept(CONFORMS);
  }

  private static final StoredTrace.Visitor<Boolean> CONFORMS =
      new StoredTrace.Visitor<>() {
        @Override
        public Boolean contract(Trace trace) {
          conforms(trace);
          return true;
        }

        @Override
        public Boolean lock(LockTrace trace) {
          assertThat(new LockReplayer(trace).replay(LockModelStore.factory())).isEmpty();
          assertThat(LockClaim.check(trace)).isEmpty();
          return true;
        }
      };

  private static void conforms(Trace trace) {
    if (!(trace.expect() instanceof Trace.Expectation.Conforms)) {
      return;
    }
    try (StoreUnderTest store = ModelStore.factory().create(trace.constants())) {
      for (int i = 0; i < trace.steps().size(); i++) {
        Trace.TraceStep step = trace.steps().get(i);
        Observation actual = store.apply(step.action());
        Optional<Divergence> divergence =
            StepComparison.compare(i, step.action(), step.observed(), actual);
        assertThat(divergence).isEmpty();
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> everyFileIsInItsOneForm() throws IOException {
    return CORPUS.files().stream()
        .filter(file -> file.toString().endsWith(".json"))
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.toString(),
                    () ->
                        assertThat(Files.readString(file))
                            .isEqualTo(TraceCodec.text(Corpus.readAny(file)))));
  }

  @Test
  void handTracesAreShortAndExerciseTheRuleOfTheirName() throws IOException, TraceFormatException {
    Set<String> named = new HashSet<>();
    for (Path file : CORPUS.files(Trace.Origin.HAND)) {
      if (!(Corpus.readAny(file) instanceof Trace trace)) {
        continue; // An interleaving is about locks, and as long as it must be.
      }
      String name = file.getFileName().toString();
      String rule = "R" + Integer.parseInt(name.substring(1, 3));
      named.add(rule);
      RuleCoverage coverage = coverageOf(trace);
      // What the driver hears is probed by the real store's adapter, at any release.
      String shownBy = rule.equals("R10") ? "R5" : rule;

      assertThat(trace.steps()).as(name).hasSizeBetween(4, 12);
      assertThat(coverage.counts().get(shownBy)).as(name).isPositive();
    }
    assertThat(named).containsExactlyInAnyOrderElementsOf(RuleCoverage.RULES);
  }

  private static RuleCoverage coverageOf(Trace trace) {
    Model model = new ContractModel(trace.constants());
    StepComparison comparison = new StepComparison(model);
    RuleCoverage coverage = new RuleCoverage();
    StoreState state = model.initialStates().get(0);
    for (Action action : trace.actions()) {
      coverage.count(model, state, action);
      state = comparison.expected(state, action).after();
    }
    return coverage;
  }

  /** Before the list of those that stay is looked at. */
  @Test
  void theTinyEdgeCoverTakesEveryEdge()
      throws IOException, TraceFormatException, InterruptedException {
    CorpusWriter.ofAll(RUNS, TestConstants.SPEC, folder).writeEdgeCover();
    Model model = new ContractModel(TestConstants.of("Tiny"));
    StepComparison comparison = new StepComparison(model);
    Set<Map.Entry<StoreState, Action>> taken = new HashSet<>();
    for (Path file : new Corpus(folder).files(Trace.Origin.TLC)) {
      if (file.getFileName().toString().startsWith("tiny-edge-cover--")) {
        StoreState state = model.initialStates().get(0);
        for (Action action : Corpus.read(file).actions()) {
          taken.add(Map.entry(state, action));
          state = comparison.expected(state, action).after();
        }
      }
    }

    assertThat(taken).hasSize(StateExplorer.graphOf(model).edgeCount());
  }

  @Test
  void writingHandAndRandomTracesAgainChangesNoByte()
      throws IOException, TraceFormatException, InterruptedException {
    copyCorpus();
    CorpusWriter writer = new CorpusWriter(RUNS, TestConstants.SPEC, folder);
    writer.writeHand();
    writer.writeRandom();

    assertThat(writer.rewritten().changed()).isEmpty();
    assertThat(writer.rewritten().written())
        .hasSize(CORPUS.files(Trace.Origin.HAND).size() + CORPUS.files(Trace.Origin.RANDOM).size());
  }

  @Test
  void aWrongObservationIsCorrectedFromTheModel() throws IOException, TraceFormatException {
    Path copy = folder.resolve("hand/r13.json");
    Path original = CORPUS.files(Trace.Origin.HAND).get(0);
    Files.createDirectories(copy.getParent());
    Files.writeString(copy, Files.readString(original).replaceFirst("\"STORED\"", "\"NO_SPACE\""));
    CorpusWriter writer = new CorpusWriter(RUNS, TestConstants.SPEC, folder);
    writer.writeHand();

    assertThat(writer.rewritten().changed()).containsExactly(copy);
    assertThat(copy).hasSameTextualContentAs(original);
  }

  @Test
  void whatTheListDoesNotNameIsNotWritten() throws IOException {
    Files.writeString(
        folder.resolve("minimal.txt"), "# those that stay\ntraces/random/large--seed-2.json\n");
    Path gone = folder.resolve("random/large--seed-1.json");
    Files.createDirectories(gone.getParent());
    Files.writeString(gone, "no longer made");
    CorpusWriter writer = new CorpusWriter(RUNS, TestConstants.SPEC, folder);
    writer.writeRandom();

    assertThat(writer.rewritten().written())
        .containsExactly(folder.resolve("random/large--seed-2.json"));
    assertThat(writer.rewritten().changed()).contains(gone);
    assertThat(gone).doesNotExist();
  }

  private void copyCorpus() throws IOException {
    Files.copy(TestConstants.TRACES.resolve("minimal.txt"), folder.resolve("minimal.txt"));
    for (Path file : CORPUS.files()) {
      Path copy = folder.resolve(TestConstants.TRACES.relativize(file).toString());
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    }
  }
}
