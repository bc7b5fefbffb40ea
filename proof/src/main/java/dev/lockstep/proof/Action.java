package dev.lockstep.proof;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Expr;

/**
 * An action of {@code ReleaseProtocol}.
 *
 * @param name as there
 * @param steps its steps from a state, by parameters
 */
record Action(String name, Steps steps) {

  /** The formula of an action. */
  interface Steps {
    Step from(State s, Parameters p);
  }

  /**
   * What an action is taken with: any task, block and registration, and what it leaves open.
   *
   * @param t the task
   * @param b the block, if it speaks of one
   * @param r the registration, if it speaks of one
   * @param leaves whether the monitor is left, where it may be
   * @param ends whether a clear is the outermost of its task
   * @param some some pairs of a task and a block: which puts a stop lets go on, say
   */
  record Parameters(
      Expr<?> t, Expr<?> b, Expr<?> r, BoolExpr leaves, BoolExpr ends, Relation some) {
    static Parameters any(Logic l) {
      return new Parameters(
          l.context.mkConst("t", l.task),
          l.context.mkConst("b", l.block),
          l.context.mkConst("r", l.registration),
          l.context.mkBoolConst("leaves"),
          l.context.mkBoolConst("ends"),
          l.relation("some", l.task, l.block));
    }
  }
}
