package dev.lockstep.proof;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Expr;
import java.util.List;

/** {@code ReleaseProtocol}, "The end of the store, and a clear". */
record ClearActions(Logic l, Words w) {
  List<Action> all() {
    return List.of(
        new Action("StopForgets", this::stopForgets),
        new Action("ClearEnters", this::clearEnters),
        new Action("ClearDrops", this::clearDrops),
        new Action("ClearReleases", this::clearReleases),
        new Action("ClearEnds", this::clearEnds));
  }

  private Step stopForgets(State s, Action.Parameters p) {
    State next = s.copy();
    next.ended = l.context.mkTrue();
    next.writer = new Table(l, b -> w.absent);
    next.pins = new Relation(l, rt -> l.context.mkFalse());
    next.stage =
        new Table(
            l,
            tb -> {
              BoolExpr stays =
                  l.or(
                      s.stage.is(w.stage("locked"), tb),
                      l.and(s.stage.is(w.stage("putting"), tb), p.some().has(tb)));
              return l.ite(stays, s.stage.at(tb), w.stage("idle"));
            });
    return new Step(l.context.mkTrue(), next);
  }

  private Step clearEnters(State s, Action.Parameters p) {
    Relation taken = new Relation(l, q -> l.or(s.cleared.has(q), s.entry.has(q)));
    Relation none = new Relation(l, q -> l.context.mkFalse());
    State next = s.copy();
    next.clearing = s.clearing.with(p.t());
    next.owed = new Table(l, q -> l.ite(l.and(w.deferred, s.entry.has(q)), p.t(), s.owed.at(q)));
    next.cleared = s.cleared.unless(w.deferred, taken);
    next.entry = s.entry.unless(w.deferred, none);
    next.monitor = l.ite(w.deferred, s.monitor, p.t());
    return new Step(w.canEnter(s, p.t()), next);
  }

  private Step clearDrops(State s, Action.Parameters p) {
    Expr<?> r = p.r();
    BoolExpr guard = l.and(l.not(w.deferred), s.clearing.has(p.t()), s.entry.has(r));
    State next = s.copy();
    next.entry = w.keeps(Mechanism.LEAVE_FIRST) ? s.entry.without(r) : s.entry;
    next.cleared = s.cleared.with(r);
    w.beginRelease(next, l.context.mkTrue(), p.t(), r);
    return new Step(guard, next);
  }

  private Step clearReleases(State s, Action.Parameters p) {
    BoolExpr guard =
        l.and(w.deferred, s.owed.is(p.t(), p.r()), w.nothingQueued(s), w.turn(s, p.t()));
    State next = s.copy();
    next.owed = s.owed.except(w.nobody, p.r());
    w.beginRelease(next, l.context.mkTrue(), p.t(), p.r());
    return new Step(guard, next);
  }

  private Step clearEnds(State s, Action.Parameters p) {
    BoolExpr empty = l.forAllRegistrations(q -> l.not(s.entry.has(q)));
    BoolExpr drained = l.and(w.nothingQueued(s), w.turn(s, p.t()), w.canEnter(s, p.t()));
    BoolExpr owesNothing = l.forAllRegistrations(q -> l.not(s.owed.is(p.t(), q)));
    BoolExpr guard =
        l.and(
            s.clearing.has(p.t()),
            l.ite(w.deferred, drained, empty),
            l.implies(p.ends(), owesNothing),
            l.implies(p.leaves(), p.ends()),
            w.mayLeave(s, p, w.runsNothing(s, p.t())));
    State next = s.copy();
    next.entry = new Relation(l, q -> l.context.mkFalse());
    next.clearing = s.clearing.unless(p.ends(), s.clearing.without(p.t()));
    next.monitor = w.left(s, p);
    return new Step(guard, next);
  }
}
