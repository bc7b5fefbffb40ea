package dev.lockstep.model.tlc.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tla2sany.semantic.ExprNode;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.ModuleNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;

/**
 * All mutants of the actions of a specification. Its actions are what {@code Next} is a disjunction
 * of, through quantifiers and operators that are disjunctions themselves; {@code Next} itself,
 * {@code Init} and what is said about constants are not mutated. Each operator that an action uses
 * is mutated once, wherever in our modules it stands.
 */
public final class MutantFinder {
  private final SpecTree tree;
  private final Map<String, List<String>> lines = new HashMap<>();

  /** By {@code Module/Name}: the operator, and the actions that use it. */
  private final Map<String, OpDefNode> operators = new LinkedHashMap<>();

  private final Map<String, Set<String>> actions = new TreeMap<>();

  private MutantFinder(SpecTree tree) {
    this.tree = tree;
  }

  /**
   * The mutants of a specification, in the order of its text.
   *
   * @param folder of the modules
   * @param tree a module that is made of this one
   * @param module the one that has {@code Next}
   * @throws IllegalArgumentException if it has none
   */
  public static List<SpecMutant> find(Path folder, SpecTree tree, String module)
      throws IOException {
    return new MutantFinder(tree).all(folder, module);
  }

  private List<SpecMutant> all(Path folder, String name) throws IOException {
    ModuleNode module =
        tree.module(name)
            .orElseThrow(() -> new IllegalArgumentException("no module " + name + " there"));
    OpDefNode next =
        SpecTree.definition(module, "Next")
            .orElseThrow(() -> new IllegalArgumentException(name + " has no Next"));
    Set<OpDefNode> found = new LinkedHashSet<>();
    disjuncts(next.getBody(), found);
    for (OpDefNode action : found) {
      reach(action, action.getName().toString());
    }
    List<SpecMutant> mutants = new ArrayList<>();
    for (Map.Entry<String, OpDefNode> operator : operators.entrySet()) {
      String home = SpecTree.module(operator.getValue());
      if (saysWhatConstantsMean(operator.getValue())) {
        continue;
      }
      List<String> text = lines.get(home);
      if (text == null) {
        text = Files.readAllLines(folder.resolve(home + ".tla"));
        lines.put(home, text);
      }
      Set<String> users = actions.getOrDefault(operator.getKey(), Set.of());
      mutants.addAll(of(operator.getValue(), home, text, users));
    }
    mutants.sort(
        Comparator.comparing(SpecMutant::module)
            .thenComparing(m -> m.span().line())
            .thenComparing(m -> m.span().column())
            .thenComparing(SpecMutant::kind));
    return List.copyOf(mutants);
  }

  /**
   * Whether it stands above the module's variables: properties and actions both take it as given.
   */
  private static boolean saysWhatConstantsMean(OpDefNode operator) {
    ModuleNode home = operator.getOriginallyDefinedInModuleNode();
    int line = operator.getLocation().beginLine();
    String file = home.getName().toString();
    return Arrays.stream(home.getVariableDecls())
        .filter(v -> v.getLocation().source().equals(file))
        .anyMatch(v -> v.getLocation().beginLine() > line);
  }

  /** The actions that a disjunction is made of. */
  private void disjuncts(ExprNode node, Set<OpDefNode> found) {
    if (!(node instanceof OpApplNode apply)) {
      return;
    }
    String name = apply.getOperator().getName().toString();
    boolean passes =
        name.equals("$DisjList") || name.equals("\\lor") || name.equals("$BoundedExists");
    if (passes) {
      for (ExprOrOpArgNode part : apply.getArgs()) {
        disjuncts((ExprNode) part, found);
      }
    } else if (apply.getOperator() instanceof OpDefNode action && inModule(action)) {
      boolean list =
          action.getBody() instanceof OpApplNode body
              && body.getOperator().getName().toString().equals("$DisjList")
              && onlyActions(body);
      if (list) {
        disjuncts(action.getBody(), found);
      } else {
        found.add(action.getSource());
      }
    }
  }

  private boolean onlyActions(OpApplNode list) {
    for (ExprOrOpArgNode part : list.getArgs()) {
      if (!(part instanceof OpApplNode apply)) {
        return false;
      }
      String name = apply.getOperator().getName().toString();
      boolean nested = name.equals("\\lor") || name.equals("$DisjList");
      boolean action = apply.getOperator() instanceof OpDefNode operator && inModule(operator);
      if (nested ? !onlyActions(apply) : !(action && apply.getLevel() == Pieces.ACTION)) {
        return false;
      }
    }
    return true;
  }

  private boolean inModule(OpDefNode operator) {
    ModuleNode home = operator.getOriginallyDefinedInModuleNode();
    return tree.isOurs(home)
        && SpecTree.definition(home, operator.getName().toString())
            .filter(top -> top.getSource().equals(operator.getSource()))
            .isPresent();
  }

  private void reach(OpDefNode operator, String action) {
    String name = SpecTree.name(operator);
    if (actions.computeIfAbsent(name, unused -> new TreeSet<>()).add(action)) {
      operators.putIfAbsent(name, operator.getSource());
      for (OpDefNode used : tree.uses(operator.getBody())) {
        if (inModule(used)) {
          reach(used, action);
        }
      }
    }
  }

  private static List<SpecMutant> of(
      OpDefNode operator, String home, List<String> text, Set<String> users) {
    Pieces pieces = new Pieces(text);
    pieces.body(operator.getBody());
    String name = operator.getName().toString();
    Map<String, Integer> seen = new HashMap<>();
    List<SpecMutant> mutants = new ArrayList<>();
    for (Pieces.Piece piece : pieces.found()) {
      String key = home + "/" + name + "/" + piece.kind().word() + "/" + piece.dropped();
      int times = seen.merge(key, 1, Integer::sum);
      mutants.add(
          new SpecMutant(
              times == 1 ? key : key + "#" + times,
              home,
              name,
              List.copyOf(users),
              piece.kind(),
              piece.span(),
              piece.dropped(),
              piece.instead(),
              piece.watch()));
    }
    return mutants;
  }
}
