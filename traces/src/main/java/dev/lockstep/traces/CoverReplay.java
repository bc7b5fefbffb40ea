package dev.lockstep.traces;

import dev.lockstep.model.Action;
import dev.lockstep.model.Model;
import dev.lockstep.model.StoreState;
import dev.lockstep.model.explore.EdgeCover;
import dev.lockstep.model.explore.StateGraph;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * Replays every edge of a graph on a store, by walks that begin on a fresh store; and in every
 * state, the first time it is visited, every call that the store must turn down.
 */
public final class CoverReplay {
  private static final int WALK_MAX = 2000;
  private static final int DIVERGENCES_MAX = 10;

  /** Why {@link Report#refusalsLeftOut} were not tried. */
  public static final String LEFT_OUT_REASON =
      "stock Spark changes on them: an unlock without a lock of a block that another task reads,"
          + " an acquisition of execution memory that waits";

  private final Model model;
  private final StateGraph graph;
  private final StoreUnderTest.Factory stores;
  private final int walkMax;
  private final StepComparison comparison;
  private final Refusals refusals;

  private final BitSet replayed = new BitSet();
  private final BitSet visited = new BitSet();
  private final RuleCoverage coverage = new RuleCoverage();
  private final List<Diverged> divergences = new ArrayList<>();
  private long steps;
  private long refusalsTried;
  private long refusalsLeftOut;

  /**
   * @param model the model
   * @param graph its whole graph
   * @param stores makes the stores to replay on
   */
  public CoverReplay(Model model, StateGraph graph, StoreUnderTest.Factory stores) {
    this(model, graph, stores, WALK_MAX);
  }

  /** The same with walks of another length. */
  public CoverReplay(Model model, StateGraph graph, StoreUnderTest.Factory stores, int walkMax) {
    this.model = model;
    this.graph = graph;
    this.stores = stores;
    this.walkMax = walkMax;
    this.comparison = new StepComparison(model);
    this.refusals = new Refusals(model);
  }

  /**
   * A place where the store and the model part.
   *
   * @param divergence the first difference
   * @param actions all calls on that store up to and including the one that differs, refusals
   *     included: what to give to a {@link Shrinker}
   */
  public record Diverged(Divergence divergence, List<Action> actions) {
    public Diverged {
      actions = List.copyOf(actions);
    }
  }

  /**
   * What came of it.
   *
   * @param edges edges of the graph
   * @param replayed distinct edges that were replayed and agree; all of them unless there are
   *     divergences, which end a walk
   * @param walks fresh stores used
   * @param steps calls taken, edges taken more than once included
   * @param refusals calls tried that must be declined
   * @param refusalsLeftOut calls not tried, for {@link #LEFT_OUT_REASON}
   * @param divergences at most the first ten
   * @param coverage how many calls exercised each rule
   */
  public record Report(
      int edges,
      int replayed,
      int walks,
      long steps,
      long refusals,
      long refusalsLeftOut,
      List<Diverged> divergences,
      RuleCoverage coverage) {
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
   * @param progress is told the number of replayed edges after every walk and now and then
   */
  public Report replay(IntConsumer progress) {
    return replay(progress, () -> false);
  }

  /**
   * The same, but no walk begins when time is up; then fewer edges are replayed than there are.
   *
   * @param isOver true from when time is up
   */
  public Report replay(IntConsumer progress, BooleanSupplier isOver) {
    EdgeCover cover = new EdgeCover(graph, walkMax);
    int walks = 0;
    while (!cover.done() && divergences.size() < DIVERGENCES_MAX && !isOver.getAsBoolean()) {
      List<Integer> walk = cover.nextWalk();
      if (walk.isEmpty()) {
        break;
      }
      walks++;
      Walk run = new Walk(stores.create(model.constants()));
      run.take(walk, progress).ifPresent(d -> divergences.add(new Diverged(d, run.actions)));
      progress.accept(replayed.cardinality());
    }
    return new Report(
        graph.edgeCount(),
        replayed.cardinality(),
        walks,
        steps,
        refusalsTried,
        refusalsLeftOut,
        divergences,
        coverage);
  }

  /** One store and the calls made on it. */
  private final class Walk {
    private final StoreUnderTest store;
    private final List<Action> actions = new ArrayList<>();
    private StoreState state = graph.state(0);

    Walk(StoreUnderTest store) {
      this.store = store;
    }

    Optional<Divergence> take(List<Integer> edges, IntConsumer progress) {
      try {
        int at = 0;
        Optional<Divergence> divergence = tryRefusals(at);
        for (int i = 0; i < edges.size() && divergence.isEmpty(); i++) {
          divergence = call(graph.action(edges.get(i)));
          if (divergence.isEmpty()) {
            steps++;
            replayed.set(edges.get(i));
            at = graph.destination(edges.get(i));
            divergence = tryRefusals(at);
          }
          if (steps % 500 == 0) {
            progress.accept(replayed.cardinality());
          }
        }
        return divergence.isPresent() ? divergence : Replayer.lost(store, actions);
      } finally {
        store.close();
      }
    }

    private Optional<Divergence> tryRefusals(int id) {
      if (visited.get(id)) {
        return Optional.empty();
      }
      visited.set(id);
      refusalsLeftOut += refusals.leftOutIn(state).size();
      for (Action action : refusals.in(state)) {
        Optional<Divergence> divergence = call(action);
        if (divergence.isPresent()) {
          return divergence;
        }
        refusalsTried++;
      }
      return Optional.empty();
    }

    private Optional<Divergence> call(Action action) {
      StepComparison.Expected expected = comparison.expected(state, action);
      coverage.count(model, state, action);
      actions.add(action);
      Observation actual = store.apply(action);
      state = expected.after();
      return comparison.compare(actions.size() - 1, expected, actual);
    }
  }
}
