package dev.lockstep.proof;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Params;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import dev.lockstep.proof.ObligationResult.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The proof of R5 by induction: the initial states have the invariant, each action keeps each
 * conjunct of it, and it implies R5. Any number of blocks, tasks and registrations, releases under
 * the monitor and deferred.
 */
public final class ReleaseProof {
  /** For one obligation; each takes some milliseconds. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final int SEED = 1;

  private final Set<Mechanism> without;
  private final Set<String> left;

  /**
   * A proof of which something is left out, to see that it fails.
   *
   * @param without mechanisms that the store is without
   * @param left conjuncts of the invariant, by name, that are not assumed
   */
  ReleaseProof(Set<Mechanism> without, Set<String> left) {
    this.without = Set.copyOf(without);
    this.left = Set.copyOf(left);
  }

  /** Proves what there is to prove, in order; {@code progress} hears of each before it begins. */
  public static List<ObligationResult> run(Consumer<Obligation> progress) {
    return new ReleaseProof(EnumSet.noneOf(Mechanism.class), Set.of()).prove(progress);
  }

  /** The names of the actions, in the order of the specification. */
  static List<String> actionNames() {
    try (Context context = new Context()) {
      Logic logic = new Logic(context);
      Words words = new Words(logic, Set.of());
      return actions(logic, words).stream().map(Action::name).toList();
    }
  }

  /** The names of the invariant's conjuncts, in the order of the specification. */
  static List<String> conjunctNames() {
    try (Context context = new Context()) {
      Logic logic = new Logic(context);
      Invariant invariant = new Invariant(logic, new Words(logic, Set.of()));
      return invariant.conjuncts().stream().map(Conjunct::name).toList();
    }
  }

  private static List<Action> actions(Logic l, Words w) {
    List<Action> all = new ArrayList<>();
    all.addAll(new PutActions(l, w).all());
    all.addAll(new EvictionActions(l, w).all());
    all.addAll(new ReleaseActions(l, w).all());
    all.addAll(new PinActions(l, w).all());
    all.addAll(new ClearActions(l, w).all());
    all.addAll(new MonitorActions(l, w).all());
    return all;
  }

  /** The actions that some state of the invariant has a step of: the proof is about something. */
  List<String> takeable() {
    try (Context context = new Context()) {
      Logic l = new Logic(context);
      Words w = new Words(l, without);
      State state = new State(l);
      Action.Parameters any = Action.Parameters.any(l);
      BoolExpr assumed = all(l, new Invariant(l, w).conjuncts(), state);
      return actions(l, w).stream()
          .filter(
              action -> {
                Solver solver = solver(l);
                solver.add(
                    l.differ(l.nobody, l.absent),
                    l.isTask(any.t()),
                    assumed,
                    action.steps().from(state, any).guard());
                return solver.check() == Status.SATISFIABLE;
              })
          .map(Action::name)
          .toList();
    }
  }

  List<ObligationResult> prove(Consumer<Obligation> progress) {
    try (Context context = new Context()) {
      Logic l = new Logic(context);
      Words w = new Words(l, without);
      Invariant invariant = new Invariant(l, w);
      List<Conjunct> conjuncts =
          invariant.conjuncts().stream().filter(c -> !left.contains(c.name())).toList();
      State state = new State(l);
      Action.Parameters any = Action.Parameters.any(l);
      BoolExpr assumed = all(l, conjuncts, state);
      BoolExpr distinct = l.differ(l.nobody, l.absent);

      List<ObligationResult> results = new ArrayList<>();
      for (Conjunct conjunct : conjuncts) {
        BoolExpr init = l.and(distinct, invariant.init(state));
        Obligation obligation = new Obligation(Obligation.INIT, conjunct.name());
        progress.accept(obligation);
        results.add(check(l, obligation, init, conjunct.formula().apply(state)));
      }
      for (Action action : actions(l, w)) {
        Step step = action.steps().from(state, any);
        BoolExpr taken = l.and(distinct, l.isTask(any.t()), assumed, step.guard());
        for (Conjunct conjunct : conjuncts) {
          Obligation obligation = new Obligation(action.name(), conjunct.name());
          progress.accept(obligation);
          results.add(check(l, obligation, taken, conjunct.formula().apply(step.next())));
        }
      }
      Conjunct r5 = invariant.releaseOnce();
      Obligation obligation = new Obligation(Obligation.IMPLIED, r5.name());
      progress.accept(obligation);
      results.add(check(l, obligation, l.and(distinct, assumed), r5.formula().apply(state)));
      return List.copyOf(results);
    }
  }

  private static BoolExpr all(Logic l, List<Conjunct> conjuncts, State state) {
    return l.and(conjuncts.stream().map(c -> c.formula().apply(state)).toArray(BoolExpr[]::new));
  }

  private static Solver solver(Logic l) {
    Solver solver = l.context.mkSolver();
    Params params = l.context.mkParams();
    params.add("timeout", (int) TIMEOUT.toMillis());
    params.add("random_seed", SEED);
    solver.setParameters(params);
    return solver;
  }

  /** Looks for a counterexample: what is assumed, and not what follows. */
  private static ObligationResult check(
      Logic l, Obligation obligation, BoolExpr assumed, BoolExpr follows) {
    long begun = System.nanoTime();
    Solver solver = solver(l);
    solver.add(assumed, l.not(follows));
    Status status = solver.check();
    String detail =
        switch (status) {
          case UNSATISFIABLE -> "";
          case SATISFIABLE -> String.valueOf(solver.getModel());
          case UNKNOWN -> solver.getReasonUnknown();
        };
    Verdict verdict =
        switch (status) {
          case UNSATISFIABLE -> Verdict.PROVED;
          case SATISFIABLE -> Verdict.COUNTEREXAMPLE;
          case UNKNOWN -> Verdict.UNKNOWN;
        };
    return new ObligationResult(
        obligation, verdict, detail, Duration.ofNanos(System.nanoTime() - begun));
  }
}
