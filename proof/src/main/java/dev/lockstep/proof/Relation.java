package dev.lockstep.proof;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Expr;
import java.util.function.Function;

/** A variable that is a set, or a function to sets. */
record Relation(Logic logic, Function<Expr<?>[], BoolExpr> value) {

  /** Whether the element is in it. */
  BoolExpr has(Expr<?>... element) {
    return value.apply(element);
  }

  /** The set and this element. */
  Relation with(Expr<?>... element) {
    return new Relation(logic, x -> logic.or(value.apply(x), logic.same(x, element)));
  }

  /** The set without this element. */
  Relation without(Expr<?>... element) {
    return new Relation(logic, x -> logic.and(value.apply(x), logic.not(logic.same(x, element))));
  }

  /** One or the other set. */
  Relation unless(BoolExpr condition, Relation other) {
    return new Relation(logic, x -> logic.ite(condition, other.has(x), value.apply(x)));
  }
}
