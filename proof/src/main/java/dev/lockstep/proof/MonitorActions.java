package dev.lockstep.proof;

import com.microsoft.z3.BoolExpr;
import java.util.List;

/** {@code ReleaseProtocol}, "The monitor alone". */
record MonitorActions(Logic l, Words w) {
  List<Action> all() {
    return List.of(
        new Action("EntersMonitor", this::entersMonitor),
        new Action("LeavesMonitor", this::leavesMonitor));
  }

  private Step entersMonitor(State s, Action.Parameters p) {
    State next = s.copy();
    next.monitor = p.t();
    return new Step(l.eq(s.monitor, w.nobody), next);
  }

  private Step leavesMonitor(State s, Action.Parameters p) {
    BoolExpr free = l.and(l.not(s.clearing.has(p.t())), w.runsNothing(s, p.t()));
    State next = s.copy();
    next.monitor = w.left(s, p);
    return new Step(l.and(l.eq(s.monitor, p.t()), w.mayLeave(s, p, free)), next);
  }
}
