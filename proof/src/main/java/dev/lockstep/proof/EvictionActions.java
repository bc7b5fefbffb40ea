package dev.lockstep.proof;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Expr;
import java.util.List;

/** {@code ReleaseProtocol}, "Evictions and removals". */
record EvictionActions(Logic l, Words w) {
  List<Action> all() {
    return List.of(
        new Action("Locks", this::locks),
        new Action("GiveUp", this::giveUp),
        new Action("FailsAfterStop", this::failsAfterStop),
        new Action("SkipVictim", this::skipVictim),
        new Action("FindsNothing", this::findsNothing),
        new Action("Drops", this::drops),
        new Action("Forgets", this::forgets));
  }

  private Step locks(State s, Action.Parameters p) {
    BoolExpr guard =
        l.and(
            l.not(s.ended),
            s.writer.is(w.nobody, p.b()),
            w.stageIs(s, p.t(), p.b(), "idle"),
            w.ifKeeps(Mechanism.TRY_LOCK, w.unpinned(s, p.b())));
    State next = s.copy();
    next.writer = s.writer.except(p.t(), p.b());
    next.stage = w.becomes(s, p.t(), p.b(), "locked");
    return new Step(guard, next);
  }

  private Step giveUp(State s, Action.Parameters p) {
    State next = s.copy();
    next.writer = w.givesBack(s, p.t(), p.b(), w.nobody);
    next.stage = w.becomes(s, p.t(), p.b(), "idle");
    return new Step(w.stageIs(s, p.t(), p.b(), "locked"), next);
  }

  private Step failsAfterStop(State s, Action.Parameters p) {
    State next = s.copy();
    next.stage =
        new Table(
            l,
            tb -> {
              BoolExpr left =
                  l.and(l.eq(tb[0], p.t()), s.stage.is(w.stage("locked"), tb), p.some().has(tb));
              return l.ite(left, w.stage("idle"), s.stage.at(tb));
            });
    return new Step(s.ended, next);
  }

  private Step skipVictim(State s, Action.Parameters p) {
    State next = s.copy();
    next.stage = w.becomes(s, p.t(), p.b(), "idle");
    return new Step(l.and(w.stageIs(s, p.t(), p.b(), "locked"), w.noEntryOf(s, p.b())), next);
  }

  private Step findsNothing(State s, Action.Parameters p) {
    State next = s.copy();
    next.stage = w.becomesAfter(s, p.t(), p.b(), "forgetting");
    return new Step(l.and(w.stageIs(s, p.t(), p.b(), "locked"), w.noEntryOf(s, p.b())), next);
  }

  private Step drops(State s, Action.Parameters p) {
    Expr<?> r = p.r();
    BoolExpr there =
        w.keeps(Mechanism.RECHECK) ? s.entry.has(r) : l.not(s.payload.is(w.payload("none"), r));
    BoolExpr guard = l.and(w.stageIs(s, p.t(), w.of(r), "locked"), w.canEnter(s, p.t()), there);
    State next = s.copy();
    next.entry = w.keeps(Mechanism.LEAVE_FIRST) ? s.entry.without(r) : s.entry;
    next.stage = w.becomesAfter(s, p.t(), w.of(r), "forgetting");
    next.queued = s.queued.unless(w.deferred, s.queued.with(r));
    w.beginRelease(next, l.not(w.deferred), p.t(), r);
    next.monitor = l.ite(w.deferred, s.monitor, p.t());
    return new Step(guard, next);
  }

  private Step forgets(State s, Action.Parameters p) {
    BoolExpr released =
        l.forAllRegistrations(
            q -> l.implies(l.and(l.eq(w.of(q), p.b()), s.runner.is(p.t(), q)), s.cleared.has(q)));
    State next = s.copy();
    next.writer = w.givesBack(s, p.t(), p.b(), w.absent);
    next.stage = w.becomes(s, p.t(), p.b(), "idle");
    return new Step(
        l.and(w.stageIs(s, p.t(), p.b(), "forgetting"), l.or(w.deferred, released)), next);
  }
}
