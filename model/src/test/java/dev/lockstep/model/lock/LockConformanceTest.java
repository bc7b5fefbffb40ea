package dev.lockstep.model.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.LabelledGraph;
import dev.lockstep.model.tlc.GraphComparison;
import dev.lockstep.model.tlc.TlcGraph;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lock model against TLC's graph of the real specification, and against broken models. */
class LockConformanceTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Two",
        "Stop",
        "Owned",
        "LiveDeferred",
        "LiveAsks",
        "ReleaseRemoves",
        "ReleasePutsAsks",
        "Hole1EngineLock",
        "Hole2NoPin",
        "Hole6LatePut",
        "Hole7AtOnce",
        "Hole8FellowVictim",
        "Hole8PutAfterStop",
        "NoAllKinds",
        "NoAllOrNothing",
        "NoUnlockAfterFailure",
        "NoLeaveFirst"
      })
  void modelAndTlcHaveTheSameGraph(String config) throws Exception {
    TlcGraph tlc = LockSpecs.graph(config, folder);
    LockModel model = LockSpecs.model(config);
    assertThat(new GraphComparison<>(new LockGraph(model), tlc).compare())
        .isEqualTo(new GraphComparison.Verdict.Equal(tlc.stateCount(), tlc.edgeCount()));
    LockExploration.Counts counts =
        new LockExplorer(model, List.of(), 1_000_000).explore(states -> {}).counts();
    assertThat(counts.states()).isEqualTo(tlc.stateCount());
    assertThat(counts.edges()).isEqualTo(tlc.edgeCount());
  }

  @Test
  void aModelThatDiffersIsNoticed() throws Exception {
    TlcGraph tlc = LockSpecs.graph("LiveDeferred", folder);
    GraphComparison.Verdict.Different without =
        different(new Without(LockSpecs.model("LiveDeferred"), LockAction.ReturnBytes), tlc);
    assertThat(without.inModel()).isEqualTo("nothing");
    assertThat(without.inTlc()).contains("\"action\":\"ReturnBytes\"");
    assertThat(without.path()).isNotEmpty();
    GraphComparison.Verdict.Different sooner =
        different(graphOf("DeferredRelease = TRUE", "DeferredRelease = FALSE"), tlc);
    assertThat(sooner.what()).contains("state after");
    different(graphOf("LocksMax = 1", "LocksMax = 2"), tlc);
  }

  private GraphComparison.Verdict.Different different(
      LabelledGraph<LockState> model, TlcGraph tlc) {
    GraphComparison.Verdict verdict = new GraphComparison<>(model, tlc).compare();
    assertThat(verdict).isInstanceOf(GraphComparison.Verdict.Different.class);
    return (GraphComparison.Verdict.Different) verdict;
  }

  private LockGraph graphOf(String from, String to) {
    return new LockGraph(
        new LockModel(LockSpecs.edited("LiveDeferred", from, to, folder).constants()));
  }

  /** A model that has forgotten an action. */
  private static final class Without implements LabelledGraph<LockState> {
    private final LockGraph whole;
    private final LockAction left;

    Without(LockModel model, LockAction left) {
      this.whole = new LockGraph(model);
      this.left = left;
    }

    @Override
    public List<LockState> initial() {
      return whole.initial();
    }

    @Override
    public String text(LockState state) {
      return whole.text(state);
    }

    @Override
    public List<Edge<LockState>> edges(LockState state) {
      return whole.edges(state).stream()
          .filter(edge -> !edge.label().contains(left.name()))
          .toList();
    }
  }
}
