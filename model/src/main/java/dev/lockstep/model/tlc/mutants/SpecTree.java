package dev.lockstep.model.tlc.mutants;

import dev.lockstep.io.ScratchFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tla2sany.drivers.FrontEndException;
import tla2sany.drivers.SANY;
import tla2sany.modanalyzer.SpecObj;
import tla2sany.semantic.ModuleNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpArgNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.SubstInNode;
import tla2sany.st.Location;
import util.ToolIO;

/** A module with all that it extends and instantiates, as SANY understands it. */
public final class SpecTree {
  private static final Pattern INSTANCE = Pattern.compile("\\bINSTANCE\\b");

  private final Path folder;
  private final ModuleNode[] modules;
  private final ModuleNode root;
  private final Map<Path, List<String>> lines = new HashMap<>();

  /** By module: its text if it instantiates another, else nothing. */
  private final Map<String, String> instances = new HashMap<>();

  private final Map<OpDefNode, Set<OpDefNode>> uses = new IdentityHashMap<>();
  private final Map<OpDefNode, Set<OpDefNode>> usesButEnabled = new IdentityHashMap<>();

  private SpecTree(Path folder, SpecObj spec) {
    this.folder = folder;
    this.modules = spec.getExternalModuleTable().getModuleNodes();
    this.root = spec.getRootModule();
  }

  /**
   * Reads a module.
   *
   * @throws IOException if SANY does not take it; the message is SANY's
   */
  public static synchronized SpecTree read(Path folder, String module) throws IOException {
    PrintStream realOut = ToolIO.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    ToolIO.out = out;
    try (ScratchFolder scratch = ScratchFolder.inTemp("lockstep-sany")) {
      SpecObj spec = new SpecObj(module, new SpecNames(folder, scratch.path()));
      SANY.frontEndMain(spec, module, out);
      if (spec.getParseErrors().isFailure() || spec.getSemanticErrors().isFailure()) {
        throw refused(module, said);
      }
      return new SpecTree(folder, spec);
    } catch (FrontEndException e) {
      throw refused(module, said);
    } finally {
      ToolIO.out = realOut;
    }
  }

  private static IOException refused(String module, ByteArrayOutputStream said) {
    String errors =
        said.toString(StandardCharsets.UTF_8)
            .lines()
            .takeWhile(line -> !line.startsWith("*** Warnings"))
            .filter(line -> !line.matches("(Parsing file|Semantic processing of module) .*"))
            .collect(Collectors.joining(" "));
    String text = errors.strip().replaceAll("\\s+", " ");
    return new IOException("SANY does not take " + module + ": " + text);
  }

  /** The modules of the spec's folder that this one is made of. */
  public Set<String> modules() {
    Set<String> names = new TreeSet<>();
    for (ModuleNode module : modules) {
      if (isOurs(module)) {
        names.add(module.getName().toString());
      }
    }
    return names;
  }

  /**
   * The text of all definitions that these names of the module need, in a fixed order. Of a module
   * that instantiates another, it is all of its text: what is substituted is no definition.
   */
  public synchronized List<String> textOf(Collection<String> names) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (OpDefNode needed : needed(names, uses, Set.of())) {
      texts.put(name(needed), text(needed.getSource()));
      addInstances(module(needed), texts);
    }
    return List.copyOf(texts.values());
  }

  /**
   * The definitions that these names of the module need, apart from what they only ask to be
   * ENABLED: by {@code Module/Name} their texts, and those of modules as in {@link #textOf}.
   */
  public synchronized SortedMap<String, String> definitionsButEnabled(Collection<String> names)
      throws IOException {
    SortedMap<String, String> texts = new TreeMap<>();
    for (OpDefNode needed : needed(names, usesButEnabled, Set.of("ENABLED"))) {
      texts.put(name(needed), text(needed.getSource()));
      addInstances(module(needed), texts);
    }
    return texts;
  }

  private List<OpDefNode> needed(
      Collection<String> names, Map<OpDefNode, Set<OpDefNode>> known, Set<String> without) {
    Deque<OpDefNode> open = new ArrayDeque<>();
    names.forEach(name -> definition(root, name).ifPresent(open::add));
    Map<String, OpDefNode> found = new LinkedHashMap<>();
    while (!open.isEmpty()) {
      OpDefNode next = open.remove();
      if (found.putIfAbsent(name(next), next) == null) {
        Set<OpDefNode> used = known.get(next);
        if (used == null) {
          used = new LinkedHashSet<>();
          collect(next.getBody(), used, without);
          known.put(next, used);
        }
        open.addAll(used);
      }
    }
    return List.copyOf(found.values());
  }

  private void addInstances(String module, Map<String, String> texts) throws IOException {
    String text = instances.get(module);
    if (text == null) {
      String whole = String.join("\n", lines(module));
      text = INSTANCE.matcher(whole).find() ? whole : "";
      instances.put(module, text);
    }
    if (!text.isEmpty()) {
      texts.put(module, text);
    }
  }

  /** A module of the spec's folder, else none. */
  private synchronized List<String> lines(String module) throws IOException {
    Path file = folder.resolve(module + ".tla");
    List<String> text = lines.get(file);
    if (text == null) {
      text = Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
      lines.put(file, text);
    }
    return text;
  }

  private String text(OpDefNode definition) throws IOException {
    Location at = definition.getLocation();
    List<String> text = lines(at.source());
    if (text.isEmpty()) {
      return "";
    }
    return new TextSpan(at.beginLine(), at.beginColumn(), at.endLine(), at.endColumn()).of(text);
  }

  Optional<ModuleNode> module(String name) {
    return Arrays.stream(modules).filter(m -> m.getName().toString().equals(name)).findFirst();
  }

  static Optional<OpDefNode> definition(ModuleNode module, String name) {
    return Optional.ofNullable(module.getOpDef(name));
  }

  boolean isOurs(@Nullable ModuleNode module) {
    return module != null && Files.isRegularFile(folder.resolve(module.getName() + ".tla"));
  }

  /** {@code Module/Name} of a definition, where it was written. */
  static String name(OpDefNode definition) {
    OpDefNode source = definition.getSource();
    return module(source) + "/" + source.getName();
  }

  static String module(OpDefNode definition) {
    ModuleNode home = definition.getOriginallyDefinedInModuleNode();
    return home == null ? "" : home.getName().toString();
  }

  /** The operators of our modules that an expression names, each once, in their order. */
  Set<OpDefNode> uses(SemanticNode expression) {
    Set<OpDefNode> found = new LinkedHashSet<>();
    collect(expression, found, Set.of());
    return found;
  }

  private void collect(@Nullable SemanticNode node, Set<OpDefNode> found, Set<String> without) {
    if (node == null
        || (node instanceof OpApplNode apply
            && without.contains(apply.getOperator().getName().toString()))) {
      return;
    }
    if (node instanceof OpApplNode apply && apply.getOperator() instanceof OpDefNode operator) {
      use(operator, found, without);
    } else if (node instanceof OpArgNode argument && argument.getOp() instanceof OpDefNode lambda) {
      use(lambda, found, without);
    } else if (node instanceof SubstInNode instance) {
      collect(instance.getBody(), found, without);
      Arrays.stream(instance.getSubsts()).forEach(s -> collect(s.getExpr(), found, without));
    } else if (node instanceof tla2sany.semantic.LetInNode let) {
      Arrays.stream(let.getLets()).forEach(l -> collect(l.getBody(), found, without));
    }
    SemanticNode[] children = node.getChildren();
    if (children != null) {
      Arrays.stream(children).forEach(child -> collect(child, found, without));
    }
  }

  private void use(OpDefNode operator, Set<OpDefNode> found, Set<String> without) {
    if (operator.getName().toString().equals("LAMBDA")) {
      collect(operator.getBody(), found, without);
    } else if (operator.getBody() != null && isOurs(operator.getOriginallyDefinedInModuleNode())) {
      found.add(operator);
    }
  }
}
