package dev.lockstep.proof;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.EnumSort;
import com.microsoft.z3.Expr;
import com.microsoft.z3.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The words that formulas are written in: sorts without a bound on their elements, and connectives.
 * The one place that builds terms of the solver's.
 */
final class Logic {
  final Context context;
  final Sort task;
  final Sort block;
  final Sort registration;
  final EnumSort<?> payload;
  final EnumSort<?> count;
  final EnumSort<?> stage;

  /** Nobody, and Absent: elements of the sort Task that are no tasks. */
  final Expr<?> nobody;

  final Expr<?> absent;
  private int bound;

  Logic(Context context) {
    this.context = context;
    task = context.mkUninterpretedSort("Task");
    block = context.mkUninterpretedSort("Block");
    registration = context.mkUninterpretedSort("Registration");
    payload = context.mkEnumSort("Payload", "none", "registered", "releasing", "released");
    count = context.mkEnumSort("Count", "0", "1", "2");
    stage = context.mkEnumSort("Stage", "idle", "putting", "stored", "locked", "forgetting");
    nobody = context.mkConst("Nobody", task);
    absent = context.mkConst("Absent", task);
  }

  /** The value of an enumeration by its name in the specification. */
  Expr<?> value(EnumSort<?> sort, String name) {
    for (Expr<?> constant : sort.getConsts()) {
      if (constant.toString().replace("|", "").equals(name)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(sort + " has no value " + name);
  }

  BoolExpr isTask(Expr<?> x) {
    return and(not(eq(x, nobody)), not(eq(x, absent)));
  }

  BoolExpr and(BoolExpr... all) {
    return context.mkAnd(all);
  }

  BoolExpr or(BoolExpr... some) {
    return context.mkOr(some);
  }

  BoolExpr not(BoolExpr x) {
    return context.mkNot(x);
  }

  BoolExpr implies(BoolExpr x, BoolExpr y) {
    return context.mkImplies(x, y);
  }

  BoolExpr iff(BoolExpr x, BoolExpr y) {
    return context.mkIff(x, y);
  }

  BoolExpr eq(Expr<?> x, Expr<?> y) {
    return context.mkEq(x, y);
  }

  BoolExpr differ(Expr<?> x, Expr<?> y) {
    return not(eq(x, y));
  }

  /** IF condition THEN x ELSE y. */
  Expr<?> ite(BoolExpr condition, Expr<?> x, Expr<?> y) {
    return context.mkITE(condition, x, y);
  }

  /** The same for formulas. */
  BoolExpr ite(BoolExpr condition, BoolExpr x, BoolExpr y) {
    return or(and(condition, x), and(not(condition), y));
  }

  BoolExpr forAllTasks(Function<Expr<?>, BoolExpr> body) {
    return forAll(task, t -> implies(isTask(t), body.apply(t)));
  }

  BoolExpr forAllBlocks(Function<Expr<?>, BoolExpr> body) {
    return forAll(block, body);
  }

  BoolExpr forAllRegistrations(Function<Expr<?>, BoolExpr> body) {
    return forAll(registration, body);
  }

  /** For all tasks and blocks. */
  BoolExpr forAllStages(BiFunction<Expr<?>, Expr<?>, BoolExpr> body) {
    return forAllTasks(t -> forAllBlocks(b -> body.apply(t, b)));
  }

  BoolExpr forAll(Sort sort, Function<Expr<?>, BoolExpr> body) {
    Expr<?> x = constant(sort);
    return context.mkForall(new Expr<?>[] {x}, body.apply(x), 1, null, null, null, null);
  }

  /** A constant that no other formula speaks of. */
  private Expr<?> constant(Sort sort) {
    bound++;
    return context.mkConst("x" + bound, sort);
  }

  /** The tables of a state: functions that nothing is known about. */
  Table table(String name, Sort range, Sort... keys) {
    var function = context.mkFuncDecl(name, keys, range);
    return new Table(this, x -> context.mkApp(function, x));
  }

  /** The same with truth values: a set, or a relation. */
  Relation relation(String name, Sort... keys) {
    var function = context.mkFuncDecl(name, keys, context.getBoolSort());
    return new Relation(this, x -> (BoolExpr) context.mkApp(function, x));
  }

  /** Whether two rows of keys are the same. */
  BoolExpr same(Expr<?>[] x, Expr<?>[] y) {
    List<BoolExpr> equal = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      equal.add(eq(x[i], y[i]));
    }
    return and(equal.toArray(BoolExpr[]::new));
  }
}
