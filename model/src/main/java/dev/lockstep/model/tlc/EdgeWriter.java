package dev.lockstep.model.tlc;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.OpDeclNode;
import tlc2.tool.Action;
import tlc2.tool.TLCState;
import tlc2.value.IValue;

/**
 * Receives each state and edge of TLC's search and streams them to the edge file (see {@link
 * TlcGraph} for its records). It serves a proxy of TLC's {@code IStateWriter}, because the methods
 * of that interface change from one release of TLC to the next and users may bring their own.
 *
 * <p>The variable {@value #OUTCOME} says what the last call returned and did. A VIEW hides it from
 * the search, so it is no part of a state's text here either; it belongs to the edge.
 */
final class EdgeWriter implements InvocationHandler {
  static final String OUTCOME = "outcome";

  /** In later releases of TLC: a flag of states that a constraint keeps out of the model. */
  private static final int NOT_IN_MODEL = 2;

  private final BufferedWriter out;
  private final Map<String, Integer> stateIds = new HashMap<>();
  private final Map<String, Integer> labelIds = new HashMap<>();
  private final IdentityHashMap<Action, Map<String, Integer>> labelsByOutcome =
      new IdentityHashMap<>();
  private final TlcValues values = new TlcValues();
  private final EdgeSet edges = new EdgeSet();
  private long edgesSeen;
  private int[] lastSeen = {};
  private OpDeclNode @Nullable [] variables;
  private String[] fieldStarts = {};
  private int outcomeIndex = -1;
  private @Nullable TLCState source;
  private String[] sourceTexts = {};
  private int sourceId;

  EdgeWriter(Writer out) {
    this.out = new BufferedWriter(out, 1 << 20);
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws IOException {
    if (method.getName().equals("writeState") && arguments != null) {
      write(arguments);
    }
    Class<?> type = method.getReturnType();
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(this);
      case "toString" -> "EdgeWriter";
      default -> type == boolean.class ? (Object) false : type == String.class ? "" : null;
    };
  }

  private synchronized void write(Object[] arguments) throws IOException {
    TLCState first = (TLCState) arguments[0];
    if (arguments.length == 1) {
      initial(first);
      return;
    }
    for (Object argument : arguments) {
      if (argument instanceof Short flags && (flags & NOT_IN_MODEL) != 0) {
        return;
      }
      if (argument instanceof Action action) {
        edge(first, (TLCState) arguments[1], action);
        return;
      }
    }
  }

  /** Called when the search is over: what was seen last is where a safety property broke. */
  synchronized void finish() throws IOException {
    if (lastSeen.length > 0) {
      StringBuilder record = new StringBuilder("X");
      for (int part : lastSeen) {
        record.append(' ').append(part);
      }
      out.write(record.append('\n').toString());
    }
    out.write("Z " + stateIds.size() + ' ' + edges.size() + ' ' + edgesSeen + '\n');
    out.close();
  }

  private void initial(TLCState state) throws IOException {
    int known = stateIds.size();
    int id = stateId(texts(state, null));
    if (id == known) {
      out.write("I " + id + '\n');
    }
    lastSeen = new int[] {id};
  }

  private void edge(TLCState from, TLCState to, Action action) throws IOException {
    if (from != source) {
      sourceTexts = texts(from, null);
      sourceId = stateId(sourceTexts);
      source = from;
    }
    edgesSeen++;
    String[] toTexts = texts(to, from);
    int toId = stateId(toTexts);
    int labelId = labelId(action, toTexts);
    if (edges.add(sourceId, toId, labelId)) {
      out.write("E " + sourceId + ' ' + toId + ' ' + labelId + '\n');
    }
    lastSeen = new int[] {sourceId, toId, labelId};
  }

  /**
   * The texts of the variables; most are the very objects of the predecessor, whose texts we have.
   */
  private String[] texts(TLCState state, @Nullable TLCState predecessor) {
    OpDeclNode[] declared = variables();
    String[] texts = new String[declared.length];
    for (int i = 0; i < declared.length; i++) {
      IValue value = state.lookup(declared[i].getName());
      boolean shared = predecessor != null && predecessor.lookup(declared[i].getName()) == value;
      texts[i] = shared ? sourceTexts[i] : values.text(value);
    }
    return texts;
  }

  private OpDeclNode[] variables() {
    OpDeclNode[] known = variables;
    if (known == null) {
      known = TLCState.Empty.getVars().clone();
      java.util.Arrays.sort(known, java.util.Comparator.comparing(v -> v.getName().toString()));
      variables = known;
      fieldStarts = new String[known.length];
      for (int i = 0; i < known.length; i++) {
        String name = known[i].getName().toString();
        outcomeIndex = name.equals(OUTCOME) ? i : outcomeIndex;
        fieldStarts[i] = CanonicalText.string(name) + ":";
      }
    }
    return known;
  }

  private int stateId(String[] texts) throws IOException {
    StringBuilder text = new StringBuilder(512);
    char separator = '{';
    for (int i = 0; i < texts.length; i++) {
      if (i != outcomeIndex) {
        text.append(separator).append(fieldStarts[i]).append(texts[i]);
        separator = ',';
      }
    }
    String state = text.append('}').toString();
    Integer known = stateIds.get(state);
    if (known != null) {
      return known;
    }
    int id = stateIds.size();
    stateIds.put(state, id);
    out.write("S " + id + ' ' + state + '\n');
    return id;
  }

  private int labelId(Action action, String[] toTexts) throws IOException {
    String outcome = outcomeIndex < 0 ? null : toTexts[outcomeIndex];
    Map<String, Integer> byOutcome =
        labelsByOutcome.computeIfAbsent(action, unused -> new HashMap<>());
    String key = outcome == null ? "" : outcome;
    Integer id = byOutcome.get(key);
    if (id == null) {
      id = newLabelId(action, outcome);
      byOutcome.put(key, id);
    }
    return id;
  }

  /** Actions that TLC holds apart may still have the same label. */
  private int newLabelId(Action action, @Nullable String outcome) throws IOException {
    String label = CanonicalText.label(action.getName().toString(), parameters(action), outcome);
    Integer known = labelIds.get(label);
    if (known != null) {
      return known;
    }
    int id = labelIds.size();
    labelIds.put(label, id);
    out.write("L " + id + ' ' + label + '\n');
    return id;
  }

  /**
   * The parameters of an action. Its context also holds the names bound by quantifiers around it
   * and inside it: only the formal parameters of the action's own definition count, in the
   * innermost binding.
   */
  private SortedMap<String, String> parameters(Action action) {
    TreeMap<String, String> fields = new TreeMap<>();
    if (action.getOpDef() == null) {
      return fields;
    }
    for (FormalParamNode parameter : action.getOpDef().getParams()) {
      if (action.con.lookup(parameter) instanceof IValue value) {
        fields.put(parameter.getName().toString(), values.text(value));
      }
    }
    return fields;
  }

  void closeQuietlyOnCrash() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
