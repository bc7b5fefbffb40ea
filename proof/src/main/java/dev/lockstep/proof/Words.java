package dev.lockstep.proof;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Expr;
import java.util.Set;

/** Constants and words of {@code ReleaseProtocol} that its actions are made of. */
final class Words {
  final Logic l;
  final Expr<?> nobody;
  final Expr<?> absent;

  /** R8: not fixed, so that what is proved holds for both. */
  final BoolExpr deferred;

  private final Table of;
  private final Set<Mechanism> without;

  Words(Logic logic, Set<Mechanism> without) {
    l = logic;
    nobody = logic.nobody;
    absent = logic.absent;
    deferred = logic.context.mkBoolConst("DeferredRelease");
    of = logic.table("Of", logic.block, logic.registration);
    this.without = Set.copyOf(without);
  }

  Expr<?> of(Expr<?> r) {
    return of.at(r);
  }

  boolean keeps(Mechanism m) {
    return !without.contains(m);
  }

  /** Keeps(m) => guard. */
  BoolExpr ifKeeps(Mechanism m, BoolExpr guard) {
    return keeps(m) ? guard : l.context.mkTrue();
  }

  Expr<?> stage(String name) {
    return l.value(l.stage, name);
  }

  Expr<?> payload(String name) {
    return l.value(l.payload, name);
  }

  Expr<?> count(String name) {
    return l.value(l.count, name);
  }

  BoolExpr noEntryOf(State s, Expr<?> b) {
    return l.forAllRegistrations(q -> l.implies(s.entry.has(q), l.differ(of(q), b)));
  }

  BoolExpr unpinned(State s, Expr<?> b) {
    return l.forAllRegistrations(
        q -> l.forAllTasks(u -> l.implies(l.eq(of(q), b), l.not(s.pins.has(q, u)))));
  }

  BoolExpr canEnter(State s, Expr<?> t) {
    return l.or(l.eq(s.monitor, nobody), l.eq(s.monitor, t));
  }

  BoolExpr runsNothing(State s, Expr<?> t) {
    return l.forAllRegistrations(q -> l.not(s.runner.is(t, q)));
  }

  BoolExpr turn(State s, Expr<?> t) {
    return l.forAllRegistrations(q -> l.or(s.runner.is(nobody, q), s.runner.is(t, q)));
  }

  BoolExpr nothingQueued(State s) {
    return l.forAllRegistrations(q -> l.not(s.queued.has(q)));
  }

  BoolExpr stageIs(State s, Expr<?> t, Expr<?> b, String name) {
    return s.stage.is(stage(name), t, b);
  }

  /** Becomes. */
  Table becomes(State s, Expr<?> t, Expr<?> b, String name) {
    return s.stage.except(stage(name), t, b);
  }

  /** Becomes with After: nothing is left to do when the block manager has stopped. */
  Table becomesAfter(State s, Expr<?> t, Expr<?> b, String name) {
    return s.stage.except(l.ite(s.ended, stage("idle"), stage(name)), t, b);
  }

  Table givesBack(State s, Expr<?> t, Expr<?> b, Expr<?> to) {
    return s.writer.exceptIf(s.writer.is(t, b), to, b);
  }

  /** MayLeave: when it may; {@code free} says that nothing else of the task's holds the monitor. */
  BoolExpr mayLeave(State s, Action.Parameters p, BoolExpr free) {
    return l.implies(p.leaves(), l.and(l.eq(s.monitor, p.t()), free));
  }

  /** MayLeave: the monitor after it. */
  Expr<?> left(State s, Action.Parameters p) {
    return l.ite(p.leaves(), nobody, s.monitor);
  }

  /** BeginRelease, if the condition holds. */
  void beginRelease(State next, BoolExpr condition, Expr<?> t, Expr<?> r) {
    Expr<?> more = l.ite(next.releases.is(count("0"), r), count("1"), count("2"));
    next.payload = next.payload.exceptIf(condition, payload("releasing"), r);
    next.releases = next.releases.exceptIf(condition, more, r);
    next.runner = next.runner.exceptIf(condition, t, r);
  }
}
