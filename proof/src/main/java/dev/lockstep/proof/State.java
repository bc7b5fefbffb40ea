package dev.lockstep.proof;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Expr;

/** The variables of {@code ReleaseProtocol}, in its order. A step makes a copy and changes that. */
final class State {
  Table writer;
  Relation pins;
  Relation entry;
  Table payload;
  Table releases;
  Table runner;
  Relation queued;
  Table owed;
  Relation cleared;
  Table stage;
  Relation clearing;
  Expr<?> monitor;
  BoolExpr ended;

  /** Any state at all. */
  State(Logic l) {
    writer = l.table("writer", l.task, l.block);
    pins = l.relation("pins", l.registration, l.task);
    entry = l.relation("entry", l.registration);
    payload = l.table("payload", l.payload, l.registration);
    releases = l.table("releases", l.count, l.registration);
    runner = l.table("runner", l.task, l.registration);
    queued = l.relation("queued", l.registration);
    owed = l.table("owed", l.task, l.registration);
    cleared = l.relation("cleared", l.registration);
    stage = l.table("stage", l.stage, l.task, l.block);
    clearing = l.relation("clearing", l.task);
    monitor = l.context.mkConst("monitor", l.task);
    ended = l.context.mkBoolConst("ended");
  }

  private State(State s) {
    writer = s.writer;
    pins = s.pins;
    entry = s.entry;
    payload = s.payload;
    releases = s.releases;
    runner = s.runner;
    queued = s.queued;
    owed = s.owed;
    cleared = s.cleared;
    stage = s.stage;
    clearing = s.clearing;
    monitor = s.monitor;
    ended = s.ended;
  }

  State copy() {
    return new State(this);
  }
}
