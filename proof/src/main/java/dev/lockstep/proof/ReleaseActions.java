package dev.lockstep.proof;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Expr;
import java.util.List;

/** {@code ReleaseProtocol}, "Releases". */
record ReleaseActions(Logic l, Words w) {
  List<Action> all() {
    return List.of(
        new Action("ReleaseEnds", this::releaseEnds),
        new Action("RunQueued", this::runQueued),
        new Action("ReturnBytes", this::returnBytes));
  }

  private Step releaseEnds(State s, Action.Parameters p) {
    Expr<?> r = p.r();
    BoolExpr runsNoOther =
        l.forAllRegistrations(q -> l.implies(l.differ(q, r), l.not(s.runner.is(p.t(), q))));
    BoolExpr leaves =
        l.implies(
            p.leaves(),
            l.and(
                l.not(w.deferred),
                l.eq(s.monitor, p.t()),
                l.not(s.clearing.has(p.t())),
                runsNoOther));
    BoolExpr guard = l.and(s.runner.is(p.t(), r), s.payload.is(w.payload("releasing"), r), leaves);
    State next = s.copy();
    next.payload = s.payload.except(w.payload("released"), r);
    next.entry = w.keeps(Mechanism.LEAVE_FIRST) ? s.entry : s.entry.without(r);
    next.runner = s.runner.exceptIf(l.not(w.deferred), w.nobody, r);
    next.monitor = w.left(s, p);
    return new Step(guard, next);
  }

  private Step runQueued(State s, Action.Parameters p) {
    BoolExpr guard = l.and(w.deferred, s.queued.has(p.r()), w.turn(s, p.t()), w.canEnter(s, p.t()));
    State next = s.copy();
    next.queued = s.queued.without(p.r());
    w.beginRelease(next, l.context.mkTrue(), p.t(), p.r());
    return new Step(guard, next);
  }

  private Step returnBytes(State s, Action.Parameters p) {
    BoolExpr guard =
        l.and(
            w.deferred,
            s.runner.is(p.t(), p.r()),
            s.payload.is(w.payload("released"), p.r()),
            w.canEnter(s, p.t()));
    State next = s.copy();
    next.runner = s.runner.except(w.nobody, p.r());
    return new Step(guard, next);
  }
}
