package dev.lockstep.proof;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Expr;
import java.util.List;

/** {@code ReleaseProtocolInvariants}: {@code TypeOK}, {@code ReleaseInductiveInv}, R5. */
record Invariant(Logic l, Words w) {

  /** {@code TypeOK /\ ReleaseInductiveInv}, conjunct by conjunct. */
  List<Conjunct> conjuncts() {
    return List.of(
        new Conjunct("TypeOK", this::typeOk),
        new Conjunct("CountInv", this::count),
        new Conjunct("PlaceInv", this::place),
        new Conjunct("OneEntryInv", this::oneEntry),
        new Conjunct("RunnerInv", this::runner),
        new Conjunct("ClearInv", this::clear),
        new Conjunct("LockInv", this::lock),
        new Conjunct("InfoInv", this::info),
        new Conjunct("PinInv", this::pin),
        new Conjunct("ForgetInv", this::forget));
  }

  /** {@code R5ReleaseOnceInv}. */
  Conjunct releaseOnce() {
    return new Conjunct("R5ReleaseOnceInv", this::r5);
  }

  BoolExpr init(State s) {
    return l.and(
        l.forAllBlocks(b -> s.writer.is(w.absent, b)),
        l.forAll(l.registration, r -> l.forAll(l.task, x -> l.not(s.pins.has(r, x)))),
        l.forAllRegistrations(
            r ->
                l.and(
                    l.not(l.or(s.entry.has(r), s.queued.has(r), s.cleared.has(r))),
                    s.payload.is(w.payload("none"), r),
                    s.releases.is(w.count("0"), r),
                    s.runner.is(w.nobody, r),
                    s.owed.is(w.nobody, r))),
        l.forAllStages((t, b) -> w.stageIs(s, t, b, "idle")),
        l.forAll(l.task, x -> l.not(s.clearing.has(x))),
        l.eq(s.monitor, w.nobody),
        l.not(s.ended));
  }

  /** Who is no task holds nothing; what the sorts say already is left out. */
  private BoolExpr typeOk(State s) {
    return l.and(
        l.forAllRegistrations(
            r -> l.and(l.not(s.runner.is(w.absent, r)), l.not(s.owed.is(w.absent, r)))),
        l.forAllRegistrations(r -> l.forAll(l.task, x -> l.implies(s.pins.has(r, x), l.isTask(x)))),
        l.forAll(l.task, x -> l.implies(s.clearing.has(x), l.isTask(x))),
        l.differ(s.monitor, w.absent));
  }

  private BoolExpr ran(State s, Expr<?> r) {
    return l.or(s.payload.is(w.payload("releasing"), r), s.payload.is(w.payload("released"), r));
  }

  private BoolExpr waiting(State s, Expr<?> r) {
    return l.or(s.entry.has(r), s.queued.has(r), l.not(s.owed.is(w.nobody, r)));
  }

  private BoolExpr r5(State s) {
    return l.forAllRegistrations(
        r ->
            l.and(
                l.not(s.releases.is(w.count("2"), r)),
                l.implies(s.entry.has(r), s.releases.is(w.count("0"), r)),
                l.iff(ran(s, r), s.releases.is(w.count("1"), r)),
                l.implies(s.payload.is(w.payload("registered"), r), waiting(s, r)),
                l.implies(ran(s, r), l.not(waiting(s, r))),
                l.implies(
                    s.payload.is(w.payload("releasing"), r),
                    l.or(l.forAllTasks(u -> l.not(s.pins.has(r, u))), s.cleared.has(r), s.ended))));
  }

  private BoolExpr count(State s) {
    return l.forAllRegistrations(
        r -> s.releases.is(l.ite(ran(s, r), w.count("1"), w.count("0")), r));
  }

  private BoolExpr place(State s) {
    return l.forAllRegistrations(
        r ->
            l.and(
                l.iff(s.payload.is(w.payload("registered"), r), waiting(s, r)),
                l.implies(s.entry.has(r), l.and(l.not(s.queued.has(r)), s.owed.is(w.nobody, r))),
                l.implies(s.queued.has(r), s.owed.is(w.nobody, r))));
  }

  private BoolExpr oneEntry(State s) {
    return l.forAllRegistrations(
        r ->
            l.forAllRegistrations(
                q ->
                    l.implies(
                        l.and(s.entry.has(r), s.entry.has(q), l.eq(w.of(r), w.of(q))),
                        l.eq(r, q))));
  }

  private BoolExpr runner(State s) {
    return l.forAllRegistrations(
        r -> {
          BoolExpr runs = l.not(s.runner.is(w.nobody, r));
          BoolExpr releasing = s.payload.is(w.payload("releasing"), r);
          return l.and(
              l.implies(releasing, runs),
              l.implies(runs, ran(s, r)),
              l.implies(
                  l.and(runs, l.not(w.deferred)), l.and(releasing, s.runner.is(s.monitor, r))),
              l.forAllRegistrations(
                  q ->
                      l.implies(
                          l.and(runs, l.not(s.runner.is(w.nobody, q))),
                          s.runner.is(s.runner.at(q), r))));
        });
  }

  private BoolExpr clear(State s) {
    BoolExpr nowhereElse =
        l.forAllRegistrations(r -> l.and(l.not(s.queued.has(r)), s.owed.is(w.nobody, r)));
    BoolExpr inMonitor = l.forAllTasks(t -> l.implies(s.clearing.has(t), l.eq(s.monitor, t)));
    BoolExpr empty =
        l.forAllTasks(
            t -> l.forAllRegistrations(r -> l.implies(s.clearing.has(t), l.not(s.entry.has(r)))));
    BoolExpr owedByClears =
        l.forAllRegistrations(r -> l.or(s.owed.is(w.nobody, r), s.clearing.has(s.owed.at(r))));
    return l.ite(w.deferred, l.and(empty, owedByClears), l.and(nowhereElse, inMonitor));
  }

  private BoolExpr lock(State s) {
    BoolExpr held = l.forAllStages((t, b) -> l.or(w.stageIs(s, t, b, "idle"), s.writer.is(t, b)));
    BoolExpr allGone =
        l.and(
            l.forAllBlocks(b -> s.writer.is(w.absent, b)),
            l.forAllRegistrations(r -> l.forAllTasks(t -> l.not(s.pins.has(r, t)))),
            l.forAllStages(
                (t, b) ->
                    l.not(l.or(w.stageIs(s, t, b, "stored"), w.stageIs(s, t, b, "forgetting")))));
    return l.ite(s.ended, allGone, held);
  }

  private BoolExpr info(State s) {
    BoolExpr kept =
        l.forAllRegistrations(
            r ->
                l.implies(
                    s.entry.has(r),
                    l.and(
                        l.not(s.writer.is(w.absent, w.of(r))),
                        l.forAllTasks(
                            t ->
                                l.not(
                                    l.or(
                                        w.stageIs(s, t, w.of(r), "putting"),
                                        w.stageIs(s, t, w.of(r), "forgetting")))))));
    return l.or(s.ended, kept);
  }

  private BoolExpr pin(State s) {
    return l.forAllRegistrations(
        r ->
            l.forAllTasks(
                t ->
                    l.implies(
                        s.pins.has(r, t),
                        l.and(
                            s.writer.is(w.nobody, w.of(r)),
                            l.or(s.entry.has(r), s.cleared.has(r))))));
  }

  private BoolExpr forget(State s) {
    BoolExpr infoOutlives =
        l.forAllRegistrations(
            r ->
                l.or(
                    s.runner.is(w.nobody, r),
                    s.cleared.has(r),
                    w.stageIs(s, s.runner.at(r), w.of(r), "forgetting")));
    return l.or(w.deferred, s.ended, infoOutlives);
  }
}
