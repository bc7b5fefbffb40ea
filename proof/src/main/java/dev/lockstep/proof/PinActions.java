package dev.lockstep.proof;

import com.microsoft.z3.BoolExpr;
import java.util.List;

/** {@code ReleaseProtocol}, "Pins". */
record PinActions(Logic l, Words w) {
  List<Action> all() {
    return List.of(new Action("Pins", this::pins), new Action("Unpins", this::unpins));
  }

  private Step pins(State s, Action.Parameters p) {
    BoolExpr guard =
        l.and(
            l.not(s.ended),
            s.writer.is(w.nobody, w.of(p.r())),
            l.or(s.entry.has(p.r()), s.cleared.has(p.r())));
    State next = s.copy();
    next.pins = s.pins.with(p.r(), p.t());
    return new Step(guard, next);
  }

  private Step unpins(State s, Action.Parameters p) {
    State next = s.copy();
    next.pins = s.pins.without(p.r(), p.t());
    return new Step(s.pins.has(p.r(), p.t()), next);
  }
}
