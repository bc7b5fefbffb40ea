package dev.lockstep.model.tlc.mutants;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.AtNode;
import tla2sany.semantic.ExprNode;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.LevelNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpArgNode;
import tla2sany.semantic.OpDeclNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.st.Location;

/** What can be dropped from the body of one operator. */
final class Pieces {
  /** SANY's level of a formula with primed variables. */
  static final int ACTION = 2;

  /** A piece: see {@link SpecMutant}. */
  record Piece(MutantKind kind, TextSpan span, String dropped, String instead, Watch watch) {}

  private final List<String> lines;
  private final List<Piece> found = new ArrayList<>();

  Pieces(List<String> lines) {
    this.lines = lines;
  }

  List<Piece> found() {
    return List.copyOf(found);
  }

  void body(ExprNode node) {
    if (node.getLevel() == ACTION) {
      action(node);
    } else {
      value(node);
    }
  }

  /** A formula about the next state. */
  private void action(ExprOrOpArgNode node) {
    if (node instanceof LetInNode let) {
      lets(let);
      action(let.getBody());
    } else if (node instanceof OpApplNode apply) {
      ExprOrOpArgNode[] parts = apply.getArgs();
      switch (operator(apply)) {
        case "$ConjList", "\\land" -> Arrays.stream(parts).forEach(this::conjunct);
        case "$DisjList", "\\lor" -> {
          for (ExprOrOpArgNode part : parts) {
            choice(part);
            action(part);
          }
        }
        case "$IfThenElse" -> {
          condition(parts[0]);
          action(parts[1]);
          action(parts[2]);
        }
        case "$BoundedExists" -> {
          Arrays.stream(apply.getBdedQuantBounds()).forEach(this::value);
          action(parts[0]);
        }
        default -> conjunct(node);
      }
    }
  }

  private static boolean isStructure(ExprOrOpArgNode node) {
    return node instanceof LetInNode
        || (node instanceof OpApplNode apply
            && switch (operator(apply)) {
              case "$ConjList", "\\land", "$DisjList", "\\lor", "$IfThenElse", "$BoundedExists" ->
                  true;
              default -> false;
            });
  }

  private void conjunct(ExprOrOpArgNode node) {
    if (level(node) < ACTION) {
      guard(node);
      return;
    }
    if (isStructure(node)) {
      action(node);
      return;
    }
    if (!(node instanceof OpApplNode apply) || operator(apply).equals("UNCHANGED")) {
      return;
    }
    String variable = assigned(apply);
    if (variable != null) {
      ExprOrOpArgNode to = apply.getArgs()[1];
      if (!text(to).equals(variable)) {
        boolean assigns = operator(apply).equals("=");
        Watch watch =
            assigns
                ? new Watch(Watch.Kind.CHANGE, span(to), variable)
                : new Watch(Watch.Kind.TAKEN, span(node), "");
        add(MutantKind.EFFECT, node, variable + "' = " + variable, watch);
      }
      if (!isOneUpdate(apply.getArgs()[1])) {
        value(apply.getArgs()[1]);
      } else {
        // To drop the update is to drop the effect: once is enough.
        value(((OpApplNode) ((OpApplNode) apply.getArgs()[1]).getArgs()[1]).getArgs()[1]);
      }
    } else if (apply.getOperator() instanceof OpDefNode helper
        && helper.getBody() != null
        && !isBuiltIn(apply)) {
      NextState next = NextState.of(apply);
      if (!next.changed().isEmpty()) {
        String stays = "UNCHANGED <<" + String.join(", ", next.named()) + ">>";
        add(MutantKind.EFFECT, node, stays, watched(Watch.Kind.TAKEN, node));
      }
      Arrays.stream(apply.getArgs()).forEach(this::value);
    } else {
      add(MutantKind.GUARD, node, "TRUE", watched(Watch.Kind.TAKEN, node));
      value(node);
    }
  }

  private static boolean isOneUpdate(ExprOrOpArgNode value) {
    return value instanceof OpApplNode apply
        && operator(apply).equals("$Except")
        && apply.getArgs().length == 2
        && apply.getArgs()[0] instanceof OpApplNode base
        && base.getOperator() instanceof OpDeclNode;
  }

  /** The variable of {@code v' = e} or {@code v' \in S}. */
  private static @Nullable String assigned(OpApplNode apply) {
    boolean assigns = operator(apply).equals("=") || operator(apply).equals("\\in");
    if (assigns
        && apply.getArgs()[0] instanceof OpApplNode left
        && operator(left).equals("'")
        && left.getArgs()[0] instanceof OpApplNode name
        && name.getOperator() instanceof OpDeclNode variable) {
      return variable.getName().toString();
    }
    return null;
  }

  private void guard(ExprOrOpArgNode node) {
    boolean list = isConjunction(node);
    if (!list && !isTruth(node) && !(node instanceof AtNode)) {
      add(MutantKind.GUARD, node, "TRUE", watched(Watch.Kind.IS_FALSE, node));
    }
    value(node);
  }

  private static boolean isTruth(ExprOrOpArgNode node) {
    return node instanceof OpApplNode apply && operator(apply).matches("TRUE|FALSE");
  }

  private static boolean isConjunction(ExprOrOpArgNode node) {
    return node instanceof OpApplNode apply
        && (operator(apply).equals("$ConjList") || operator(apply).equals("\\land"));
  }

  private static boolean isDisjunction(ExprOrOpArgNode node) {
    return node instanceof OpApplNode apply
        && (operator(apply).equals("$DisjList") || operator(apply).equals("\\lor"));
  }

  private void choice(ExprOrOpArgNode node) {
    // SANY does not say where an @ stands.
    if (!isDisjunction(node) && !isTruth(node) && !(node instanceof AtNode)) {
      Watch.Kind seen = level(node) < ACTION ? Watch.Kind.IS_TRUE : Watch.Kind.TAKEN;
      add(MutantKind.CHOICE, node, "FALSE", watched(seen, node));
    }
  }

  private void condition(ExprOrOpArgNode node) {
    if (!isTruth(node)) {
      add(MutantKind.HOLDS, node, "TRUE", watched(Watch.Kind.IS_FALSE, node));
      add(MutantKind.FAILS, node, "FALSE", watched(Watch.Kind.IS_TRUE, node));
    }
    value(node);
  }

  private void lets(LetInNode let) {
    for (OpDefNode local : let.getLets()) {
      value(local.getBody());
    }
  }

  /** Anything that says nothing about the next state. */
  private void value(@Nullable SemanticNode node) {
    if (node instanceof LetInNode let) {
      lets(let);
      value(let.getBody());
    } else if (node instanceof OpArgNode argument
        && argument.getOp() instanceof OpDefNode lambda
        && lambda.getName().toString().equals("LAMBDA")) {
      value(lambda.getBody());
    } else if (node instanceof OpApplNode apply) {
      value(apply);
    }
  }

  private void value(OpApplNode apply) {
    ExprOrOpArgNode[] parts = apply.getArgs();
    switch (operator(apply)) {
      case "$ConjList", "\\land" -> Arrays.stream(parts).forEach(this::guard);
      case "$DisjList", "\\lor" -> {
        Arrays.stream(parts).forEach(this::choice);
        Arrays.stream(parts).forEach(this::value);
      }
      case "=>" -> {
        add(MutantKind.HOLDS, parts[0], "TRUE", watched(Watch.Kind.IS_FALSE, parts[0]));
        Arrays.stream(parts).forEach(this::value);
      }
      case "$IfThenElse" -> {
        condition(parts[0]);
        value(parts[1]);
        value(parts[2]);
      }
      case "$Except" -> {
        value(parts[0]);
        for (int i = 1; i < parts.length; i++) {
          update((OpApplNode) parts[i]);
        }
      }
      default -> {
        if (isEvents(apply)) {
          events(apply);
        }
        if (apply.getBdedQuantBounds() != null) {
          Arrays.stream(apply.getBdedQuantBounds()).forEach(this::value);
        }
        Arrays.stream(parts).forEach(this::value);
      }
    }
  }

  /** One {@code !.path = value}. */
  private void update(OpApplNode pair) {
    ExprOrOpArgNode to = pair.getArgs()[1];
    if (!text(to).equals("@")) {
      Watch watch = new Watch(Watch.Kind.CHANGE, span(to), "@");
      found.add(new Piece(MutantKind.UPDATE, span(to), text(pair), "@", watch));
    }
    value(to);
  }

  /** A list of two or more events, each a tuple that begins with its name. */
  private static boolean isEvents(OpApplNode apply) {
    return operator(apply).equals("$Tuple")
        && apply.getArgs().length > 1
        && Arrays.stream(apply.getArgs())
            .allMatch(e -> e instanceof OpApplNode event && operator(event).equals("$Tuple"));
  }

  private void events(OpApplNode list) {
    for (ExprOrOpArgNode event : list.getArgs()) {
      String others =
          Arrays.stream(list.getArgs())
              .filter(e -> !e.equals(event))
              .map(this::text)
              .collect(Collectors.joining(", ", "<< ", " >>"));
      Watch watch = watched(Watch.Kind.REACHED, list);
      found.add(new Piece(MutantKind.EVENT, span(list), text(event), others, watch));
    }
  }

  private void add(MutantKind kind, SemanticNode node, String instead, Watch watch) {
    found.add(new Piece(kind, span(node), text(node), instead, watch));
  }

  private static Watch watched(Watch.Kind kind, SemanticNode node) {
    return new Watch(kind, span(node), "");
  }

  private String text(SemanticNode node) {
    return span(node).of(lines);
  }

  private static TextSpan span(SemanticNode node) {
    Location at = node.getLocation();
    return new TextSpan(at.beginLine(), at.beginColumn(), at.endLine(), at.endColumn());
  }

  static String operator(OpApplNode apply) {
    return apply.getOperator().getName().toString();
  }

  /** Operators of the language and of the standard modules. */
  static boolean isBuiltIn(OpApplNode apply) {
    return apply.getOperator().isBuiltIn() || apply.getOperator().isStandardModule();
  }

  private static int level(ExprOrOpArgNode node) {
    return ((LevelNode) node).getLevel();
  }
}
