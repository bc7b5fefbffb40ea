package dev.lockstep.spark.mutants;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.pitest.classinfo.ClassName;
import org.pitest.mutationtest.engine.MutationDetails;
import org.pitest.mutationtest.engine.gregor.GregorMutater;
import org.pitest.mutationtest.engine.gregor.MethodMutatorFactory;
import org.pitest.mutationtest.engine.gregor.config.Mutator;

/** Finds and makes mutants, by the engine of PIT with its default operators. */
public final class MutantFinder {
  private final ClassSource woven;
  private final ClassSource stock;
  private final GregorMutater engine;
  private final Map<String, Integer> leftOut = new TreeMap<>();

  /**
   * @param woven where the classes are that are mutated
   * @param stock the published ones
   */
  public MutantFinder(ClassSource woven, ClassSource stock) {
    this.woven = woven;
    this.stock = stock;
    Collection<MethodMutatorFactory> operators = new ArrayList<>();
    Mutator.fromStrings(List.of("DEFAULTS")).forEach(operators::add);
    this.engine =
        new GregorMutater(
            name -> woven.bytes(name.replace('/', '.')).map(Lambdas::shown),
            method -> true,
            operators);
  }

  /** All mutants of some classes, in the order of the classes, their methods and instructions. */
  public List<Mutant> find(List<MutatedClass> classes) {
    List<Mutant> all = new ArrayList<>();
    for (MutatedClass of : classes) {
      ClassNode node = node(woven.required(of.name()));
      Set<String> published = methods(of);
      List<MutationDetails> found =
          new ArrayList<>(engine.findMutations(ClassName.fromString(of.name())));
      found.sort(
          Comparator.comparing((MutationDetails d) -> d.getId().getLocation().getMethodName())
              .thenComparing(d -> d.getId().getLocation().getMethodDesc())
              .thenComparing(d -> d.getId().getFirstIndex())
              .thenComparing(d -> d.getMutator()));
      Map<String, Integer> numbers = new HashMap<>();
      for (MutationDetails details : found) {
        MethodNode method = method(node, details);
        Optional<Filter> filter = Filter.of(node, method, details.getLineNumber());
        if (filter.isPresent()) {
          leftOut.merge(filter.get().name().toLowerCase(Locale.ROOT), 1, Integer::sum);
          continue;
        }
        all.add(mutant(of, node, method, details, numbers, published));
      }
    }
    return all;
  }

  /** How many mutants each {@link Filter} left out. */
  public Map<String, Integer> leftOut() {
    return new LinkedHashMap<>(leftOut);
  }

  /** The bytes of a mutant. */
  public byte[] bytes(Mutant mutant) {
    return Lambdas.hidden(engine.getMutation(mutant.identifier()).getBytes());
  }

  private static Mutant mutant(
      MutatedClass of,
      ClassNode node,
      MethodNode method,
      MutationDetails details,
      Map<String, Integer> numbers,
      Set<String> published) {
    String operator = operator(details);
    String name = of.simpleName() + "." + named(node, method) + ":" + operator;
    int number = numbers.merge(name, 1, Integer::sum);
    String stockName = method.name.startsWith("stock$") ? method.name.substring(6) : method.name;
    return new Mutant(
        name + "#" + number,
        of,
        method.name,
        method.desc,
        details.getLineNumber(),
        operator,
        details.getDescription(),
        published.contains(stockName + method.desc),
        details.getId());
  }

  /** The method's name, and which it is of those of the same name if there are more. */
  private static String named(ClassNode node, MethodNode method) {
    List<MethodNode> same = node.methods.stream().filter(m -> m.name.equals(method.name)).toList();
    return same.size() == 1 ? method.name : method.name + "(" + (same.indexOf(method) + 1) + ")";
  }

  private static String operator(MutationDetails details) {
    String operator = details.getMutator();
    String simple = operator.substring(operator.lastIndexOf('.') + 1);
    return simple.replaceFirst("Mutator$", "").replaceFirst("Mutator_", "_");
  }

  private Set<String> methods(MutatedClass of) {
    Set<String> methods = new HashSet<>();
    stock
        .bytes(of.name())
        .ifPresent(
            bytes -> node(bytes).methods.forEach(method -> methods.add(method.name + method.desc)));
    return methods;
  }

  private static MethodNode method(ClassNode node, MutationDetails details) {
    String name = details.getId().getLocation().getMethodName();
    String descriptor = details.getId().getLocation().getMethodDesc();
    return node.methods.stream()
        .filter(m -> m.name.equals(name) && m.desc.equals(descriptor))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no method " + name + descriptor));
  }

  private static ClassNode node(byte[] classFile) {
    ClassNode node = new ClassNode();
    new ClassReader(classFile).accept(node, 0);
    return node;
  }
}
