package dev.lockstep.traces;

import dev.lockstep.model.explore.EdgeCover;
import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.model.lock.LockModel;
import dev.lockstep.model.lock.LockRun;
import dev.lockstep.model.lock.LockStateGraph;
import dev.lockstep.model.lock.LockStep;
import dev.lockstep.model.lock.LockText;
import dev.lockstep.model.lock.LockView;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Leads a store through every edge of a graph of the lock level, by walks that begin on a fresh
 * store; and in every state, the first time it is visited, looks which threads can't go on.
 */
public final class LockCoverReplay {
  private static final int WALK_MAX = 2000;
  private static final int DIVERGENCES_MAX = 10;
  private static final String RULE_OF_STEPS = "R8";

  private final LockModel model;
  private final LockStateGraph graph;
  private final LockStoreUnderTest.Factory stores;
  private final LockText text;
  private final BitSet replayed = new BitSet();
  private final BitSet visited = new BitSet();
  private final List<Diverged> divergences = new ArrayList<>();
  private long steps;
  private long waits;

  /** Of a model and its whole graph. */
  public LockCoverReplay(LockModel model, LockStateGraph graph, LockStoreUnderTest.Factory stores) {
    this.model = model;
    this.graph = graph;
    this.stores = stores;
    this.text = new LockText(model.constants());
  }

  /**
   * A place where the store and the model part.
   *
   * @param divergence the first difference
   * @param labels all steps up to and including the one that differs
   */
  public record Diverged(LockDivergence divergence, List<LockStep.Label> labels) {
    public Diverged {
      labels = List.copyOf(labels);
    }
  }

  /**
   * What came of it.
   *
   * @param edges edges of the graph
   * @param replayed distinct edges that were replayed and agree
   * @param walks fresh stores used
   * @param steps steps taken, edges taken more than once included
   * @param waits threads in a call, over all states, that can't go on, and could not on the store
   * @param divergences at most the first ten
   */
  public record Report(
      int edges, int replayed, int walks, long steps, long waits, List<Diverged> divergences) {
    public Report {
      divergences = List.copyOf(divergences);
    }

    /** Whether all edges were replayed and none diverges. */
    public boolean conforms() {
      return divergences.isEmpty() && replayed == edges;
    }
  }

  /**
   * Replays once; an object is used once.
   *
   * @param progress is told the number of replayed edges now and then
   */
  public Report replay(IntConsumer progress) {
    EdgeCover cover = new EdgeCover(graph, WALK_MAX);
    int walks = 0;
    while (!cover.done() && divergences.size() < DIVERGENCES_MAX) {
      List<Integer> walk = cover.nextWalk();
      if (walk.isEmpty()) {
        break;
      }
      walks++;
      new Walk().take(walk, progress).ifPresent(divergences::add);
      progress.accept(replayed.cardinality());
    }
    return new Report(graph.edgeCount(), replayed.cardinality(), walks, steps, waits, divergences);
  }

  /** One store. */
  private final class Walk {
    private final LockConstants constants = model.constants();
    private final LockRun run = new LockRun(model);
    private final List<LockStep.Label> labels = new ArrayList<>();

    Optional<Diverged> take(List<Integer> edges, IntConsumer progress) {
      try (LockStoreUnderTest store = stores.create(constants)) {
        Optional<LockDivergence> divergence = Optional.empty();
        for (int edge : edges) {
          divergence = step(store, edge);
          if (divergence.isPresent()) {
            break;
          }
          replayed.set(edge);
          if (++steps % 500 == 0) {
            progress.accept(replayed.cardinality());
          }
        }
        return divergence.map(d -> new Diverged(d, labels));
      }
    }

    private Optional<LockDivergence> step(LockStoreUnderTest store, int edge) {
      LockStep.Label label = graph.label(edge);
      labels.add(label);
      if (!run.take(label)) {
        throw new IllegalStateException("edge " + edge + " is not the model's");
      }
      LockObservation actual;
      try {
        actual = store.apply(label);
      } catch (LockStoreUnderTest.StepNotTakenException e) {
        return Optional.of(divergence(RULE_OF_STEPS, "step", "taken", e.reason()));
      }
      List<LockObservation.Field> should = LockObservation.of(constants, run).fields();
      List<LockObservation.Field> is = actual.fields();
      for (int f = 0; f < should.size(); f++) {
        LockObservation.Field field = should.get(f);
        if (!field.equals(is.get(f))) {
          return Optional.of(
              divergence(
                  field.rule(),
                  field.name(),
                  field.value().toString(),
                  is.get(f).value().toString()));
        }
      }
      return waits(store, graph.destination(edge));
    }

    private Optional<LockDivergence> waits(LockStoreUnderTest store, int state) {
      if (visited.get(state)) {
        return Optional.empty();
      }
      visited.set(state);
      LockView view = run.state().view();
      for (int t = 1; t <= constants.tasks(); t++) {
        if (view.idle(t)) {
          continue;
        }
        boolean should = model.goesOn(run.state(), t);
        if (should != store.goesOn(t)) {
          return Optional.of(
              divergence(
                  RULE_OF_STEPS,
                  "thread " + t,
                  should ? "can go on" : "waits",
                  should ? "waits" : "can go on"));
        }
        waits += should ? 0 : 1;
      }
      return Optional.empty();
    }

    private LockDivergence divergence(String rule, String field, String expected, String actual) {
      int last = labels.size() - 1;
      return new LockDivergence(last, text.words(labels.get(last)), rule, field, expected, actual);
    }
  }
}
