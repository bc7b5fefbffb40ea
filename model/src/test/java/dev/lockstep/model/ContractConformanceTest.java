package dev.lockstep.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.explore.CheckResult;
import dev.lockstep.model.explore.ContractProperties;
import dev.lockstep.model.explore.EdgeCover;
import dev.lockstep.model.explore.StateExplorer;
import dev.lockstep.model.explore.StateGraph;
import dev.lockstep.model.tlc.GraphComparison;
import dev.lockstep.model.tlc.TlcGraph;
import dev.lockstep.model.tlc.TlcOptions;
import dev.lockstep.model.tlc.TlcResult;
import dev.lockstep.model.tlc.TlcRun;
import dev.lockstep.model.tlc.TlcRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model against TLC's graph of the real specification, and against broken models. */
class ContractConformanceTest {
  private static final Path SPEC = Path.of("../spec");
  @TempDir private Path folder;

  private static SpecConfig tiny;
  private static TlcGraph tlc;

  @BeforeAll
  static void runTlc() throws Exception {
    tiny = SpecConfig.read(SPEC.resolve("MCEvictionContractTiny.cfg"));
    TlcRun run =
        TlcRunner.run(
            TlcOptions.of(
                    SPEC.resolve("MCEvictionContract.tla"),
                    SPEC.resolve("MCEvictionContractTiny.cfg"))
                .withGraph());
    assertThat(run.result()).isInstanceOf(TlcResult.Holds.class);
    tlc = run.graph();
  }

  @Test
  void modelAndTlcHaveTheSameGraph() {
    assertThat(
            new GraphComparison<>(new ContractGraph(new ContractModel(tiny.constants())), tlc)
                .compare())
        .isEqualTo(new GraphComparison.Verdict.Equal(tlc.stateCount(), tlc.edgeCount()));
  }

  @Test
  void explorerSeesAsManyStatesAndEdgesAsTlc() {
    StateGraph graph = StateExplorer.graphOf(new ContractModel(tiny.constants()));
    assertThat(graph.stateCount()).isEqualTo(tlc.stateCount());
    assertThat(graph.edgeCount()).isEqualTo(tlc.edgeCount());
  }

  @Test
  void aModelWithoutAnActionDiffers() {
    GraphComparison.Verdict verdict = compareWithout(Action.Unlock.class);
    assertThat(verdict).isInstanceOf(GraphComparison.Verdict.Different.class);
    GraphComparison.Verdict.Different different = (GraphComparison.Verdict.Different) verdict;
    assertThat(different.inModel()).isEqualTo("nothing");
    assertThat(different.inTlc()).contains("\"action\":\"Unlock\"");
    assertThat(different.path()).isNotEmpty();
  }

  @Test
  void aModelWithAnotherPoolDiffers() {
    Constants constants = tiny.constants();
    Constants larger =
        new Constants(
            constants.tasks(),
            constants.blocks(),
            new PoolSpec(4, 2),
            constants.offHeap(),
            1,
            Set.of(),
            Set.of(),
            constants.demands(),
            1);
    assertThat(new GraphComparison<>(new ContractGraph(new ContractModel(larger)), tlc).compare())
        .isInstanceOf(GraphComparison.Verdict.Different.class);
  }

  @Test
  void theModelKeepsItsPropertiesAndReachesItsCases() throws Exception {
    SpecConfig kinds = SpecConfig.read(SPEC.resolve("MCEvictionContractKinds.cfg"));
    CheckResult result =
        new StateExplorer(new ContractModel(kinds.constants()), ContractProperties.all(), 1_000_000)
            .explore(states -> {});
    assertThat(result).isInstanceOf(CheckResult.Passed.class);
    // Kinds has no execution memory, no fatal and no deferred releases: other configs' cases.
    assertThat(((CheckResult.Passed) result).unreached())
        .extracting(property -> property.name())
        .containsExactly(
            "ExecutionTakesFromNativeReachable",
            "FatalReleaseAmongVictimsReachable",
            "DeferredNoSpaceReachable",
            "DeferredGrantsLessReachable");
  }

  @Test
  void deferredReleasesReachBothOfTheirCosts() throws Exception {
    SpecConfig deferred = SpecConfig.read(SPEC.resolve("MCEvictionContractDeferred.cfg"));
    CheckResult result =
        new StateExplorer(
                new ContractModel(deferred.constants()), ContractProperties.all(), 1_000_000)
            .explore(states -> {});
    assertThat(result).isInstanceOf(CheckResult.Passed.class);
    assertThat(((CheckResult.Passed) result).unreached())
        .extracting(property -> property.name())
        .containsExactly("FatalReleaseAmongVictimsReachable");
  }

  @Test
  void modelAndTlcHaveTheSameGraphWithDeferredReleases() throws Exception {
    Path cfg = folder.resolve("Deferred.cfg");
    String text = Files.readString(SPEC.resolve("MCEvictionContractTiny.cfg"));
    Files.writeString(cfg, text.replace("DeferredRelease = FALSE", "DeferredRelease = TRUE"));
    TlcRun run =
        TlcRunner.run(TlcOptions.of(SPEC.resolve("MCEvictionContract.tla"), cfg).withGraph());
    assertThat(run.result()).isInstanceOf(TlcResult.Holds.class);
    TlcGraph graph = run.graph();
    ContractModel model = new ContractModel(tiny.constants().withDeferredRelease(true));
    assertThat(new GraphComparison<>(new ContractGraph(model), graph).compare())
        .isEqualTo(new GraphComparison.Verdict.Equal(graph.stateCount(), graph.edgeCount()));
    assertThat(
            new GraphComparison<>(new ContractGraph(new ContractModel(tiny.constants())), graph)
                .compare())
        .isInstanceOf(GraphComparison.Verdict.Different.class);
  }

  @Test
  void anExplorationStopsAtItsLimit() {
    CheckResult result =
        new StateExplorer(new ContractModel(tiny.constants()), List.of(), 10).explore(s -> {});
    assertThat(result).isEqualTo(new CheckResult.LimitReached(10));
  }

  @Test
  void walksOfACoverTakeEveryEdge() {
    StateGraph graph = StateExplorer.graphOf(new ContractModel(tiny.constants()));
    EdgeCover cover = new EdgeCover(graph, 50);
    Set<Integer> taken = new HashSet<>();
    while (!cover.done()) {
      int state = 0;
      for (int edge : cover.nextWalk()) {
        assertThat(edge).isBetween(graph.firstOut(state), graph.endOut(state) - 1);
        taken.add(edge);
        state = graph.destination(edge);
      }
    }
    assertThat(taken).hasSize(graph.edgeCount());
  }

  private static GraphComparison.Verdict compareWithout(Class<? extends Action> left) {
    ContractModel whole = new ContractModel(tiny.constants());
    Model model =
        new Model() {
          @Override
          public Constants constants() {
            return whole.constants();
          }

          @Override
          public List<StoreState> initialStates() {
            return whole.initialStates();
          }

          @Override
          public List<Action> actions() {
            return whole.actions().stream().filter(a -> !left.isInstance(a)).toList();
          }

          @Override
          public List<Action> misuses() {
            return whole.misuses();
          }

          @Override
          public Response respond(StoreState state, Action action) {
            return whole.respond(state, action);
          }
        };
    return new GraphComparison<>(new ContractGraph(model), tlc).compare();
  }
}
