package dev.lockstep.model.tlc.mutants;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpArgNode;
import tla2sany.semantic.OpDeclNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;

/**
 * What a formula says about the next state: the variables to which it gives another value, and
 * those that it says stay as they are.
 */
final class NextState {
  private final Set<String> changed = new TreeSet<>();
  private final Set<String> kept = new TreeSet<>();
  private final Set<OpDefNode> seen = new HashSet<>();

  private NextState() {}

  static NextState of(SemanticNode formula) {
    NextState next = new NextState();
    next.read(formula);
    return next;
  }

  Set<String> changed() {
    return changed;
  }

  /** All that it speaks of, in alphabetical order. */
  List<String> named() {
    Set<String> all = new TreeSet<>(changed);
    all.addAll(kept);
    return List.copyOf(all);
  }

  private void read(@Nullable SemanticNode node) {
    if (node instanceof LetInNode let) {
      Arrays.stream(let.getLets()).forEach(l -> read(l.getBody()));
      read(let.getBody());
    } else if (node instanceof OpArgNode argument && argument.getOp() instanceof OpDefNode used) {
      enter(used);
    } else if (node instanceof OpApplNode apply) {
      switch (Pieces.operator(apply)) {
        case "'" -> variables(apply.getArgs()[0], changed, new HashSet<>());
        case "UNCHANGED" -> variables(apply.getArgs()[0], kept, new HashSet<>());
        default -> {
          if (apply.getOperator() instanceof OpDefNode used && !Pieces.isBuiltIn(apply)) {
            enter(used);
          }
          if (apply.getBdedQuantBounds() != null) {
            Arrays.stream(apply.getBdedQuantBounds()).forEach(this::read);
          }
          Arrays.stream(apply.getArgs()).forEach(this::read);
        }
      }
    }
  }

  private void enter(OpDefNode used) {
    if (used.getBody() != null && seen.add(used)) {
      read(used.getBody());
    }
  }

  /** The variables that an expression reads. */
  private static void variables(
      @Nullable SemanticNode node, Set<String> into, Set<OpDefNode> seen) {
    if (!(node instanceof OpApplNode apply)) {
      return;
    }
    if (apply.getOperator() instanceof OpDeclNode variable
        && variable.getKind() == tla2sany.semantic.ASTConstants.VariableDeclKind) {
      into.add(variable.getName().toString());
    } else if (apply.getOperator() instanceof OpDefNode used
        && !Pieces.isBuiltIn(apply)
        && used.getBody() != null
        && seen.add(used)) {
      variables(used.getBody(), into, seen);
    }
    Arrays.stream(apply.getArgs()).forEach(a -> variables(a, into, seen));
  }
}
