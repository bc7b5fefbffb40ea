package dev.lockstep.proof;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Expr;
import java.util.List;

/** {@code ReleaseProtocol}, "Puts". */
record PutActions(Logic l, Words w) {
  List<Action> all() {
    return List.of(
        new Action("BeginPut", this::beginPut),
        new Action("PutStores", this::putStores),
        new Action("PutRefused", this::putRefused),
        new Action("PutUnlocks", this::putUnlocks));
  }

  private Step beginPut(State s, Action.Parameters p) {
    State next = s.copy();
    next.writer = s.writer.exceptIf(l.not(s.ended), p.t(), p.b());
    next.stage = w.becomes(s, p.t(), p.b(), "putting");
    return new Step(s.writer.is(w.absent, p.b()), next);
  }

  private Step putStores(State s, Action.Parameters p) {
    Expr<?> r = p.r();
    Expr<?> b = w.of(r);
    BoolExpr open = l.forAllTasks(u -> l.not(s.clearing.has(u)));
    BoolExpr guard =
        l.and(
            w.stageIs(s, p.t(), b, "putting"),
            w.canEnter(s, p.t()),
            s.payload.is(w.payload("none"), r),
            w.ifKeeps(Mechanism.CLOSED_AT_CLEAR, open),
            w.ifKeeps(Mechanism.LOOK_AT_PUT, w.noEntryOf(s, b)),
            w.mayLeave(s, p, free(s, p)));
    State next = s.copy();
    next.entry =
        new Relation(l, q -> l.or(l.and(s.entry.has(q), l.differ(w.of(q[0]), b)), l.eq(q[0], r)));
    next.payload = s.payload.except(w.payload("registered"), r);
    next.stage = w.becomesAfter(s, p.t(), b, "stored");
    next.monitor = w.left(s, p);
    return new Step(guard, next);
  }

  private Step putRefused(State s, Action.Parameters p) {
    State next = s.copy();
    next.stage = w.becomesAfter(s, p.t(), p.b(), "forgetting");
    next.monitor = w.left(s, p);
    return new Step(
        l.and(w.stageIs(s, p.t(), p.b(), "putting"), w.mayLeave(s, p, free(s, p))), next);
  }

  private Step putUnlocks(State s, Action.Parameters p) {
    State next = s.copy();
    next.writer = w.givesBack(s, p.t(), p.b(), w.nobody);
    next.stage = w.becomes(s, p.t(), p.b(), "idle");
    return new Step(w.stageIs(s, p.t(), p.b(), "stored"), next);
  }

  private BoolExpr free(State s, Action.Parameters p) {
    return l.and(l.not(s.clearing.has(p.t())), w.runsNothing(s, p.t()));
  }
}
