package dev.lockstep.proof;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Expr;
import java.util.function.Function;

/**
 * A variable that is a function. What a step makes of it is written out where it is read, so that
 * no formula has to say what stays the same.
 */
record Table(Logic logic, Function<Expr<?>[], Expr<?>> value) {

  /** f[x]. */
  Expr<?> at(Expr<?>... keys) {
    return value.apply(keys);
  }

  /** f[x] = y. */
  BoolExpr is(Expr<?> y, Expr<?>... keys) {
    return logic.eq(at(keys), y);
  }

  /** [f EXCEPT ![x] = y], if the condition holds. */
  Table exceptIf(BoolExpr condition, Expr<?> y, Expr<?>... keys) {
    return new Table(
        logic, x -> logic.ite(logic.and(condition, logic.same(x, keys)), y, value.apply(x)));
  }

  /** [f EXCEPT ![x] = y]. */
  Table except(Expr<?> y, Expr<?>... keys) {
    return new Table(logic, x -> logic.ite(logic.same(x, keys), y, value.apply(x)));
  }
}
