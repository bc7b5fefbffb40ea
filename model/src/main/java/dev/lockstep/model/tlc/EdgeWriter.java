package dev.lockstep.model.tlc;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.OpDeclNode;
import tlc2.tool.Action;
import tlc2.tool.TLCState;
import tlc2.value.IValue;

/**
 * Streams each state and edge of TLC's search to the edge file (see {@link TlcGraph} for its
 * records).
 *
 * <p>The variable {@value #OUTCOME} says what the last call returned and did. A VIEW hides it from
 * the search, so it is no part of a state's text here either; it belongs to the edge.
 */
final class EdgeWriter extends SearchObserver {
  static final String OUTCOME = "outcome";

  private final BufferedWriter out;
  private final Map<String, Integer> partIds = new HashMap<>();
  private final Map<String, Integer> labelIds = new HashMap<>();
  private final IdentityHashMap<Action, Map<String, Integer>> labelsByOutcome =
      new IdentityHashMap<>();
  private final TlcValues values = new TlcValues();
  private final EdgeSet edges = new EdgeSet();
  private long edgesSeen;
  private int[] lastSeen = {};

  /** The variables that make a state, in the order of their names; the outcome is none of them. */
  private OpDeclNode @Nullable [] variables;

  private @Nullable OpDeclNode outcome;
  private StateIds stateIds = new StateIds(0);
  private @Nullable TLCState source;
  private int[] sourceParts = {};
  private int sourceId;

  EdgeWriter(Writer out) {
    this.out = new BufferedWriter(out, 1 << 20);
  }

  /**
   * Called when the search is over: what was seen last is where a safety property broke.
   *
   * @param actions the names of all actions that TLC has tried
   */
  synchronized void finish(Iterable<String> actions) throws IOException {
    if (lastSeen.length > 0) {
      StringBuilder record = new StringBuilder("X");
      for (int part : lastSeen) {
        record.append(' ').append(part);
      }
      out.write(record.append('\n').toString());
    }
    for (String action : actions) {
      out.write("A " + action + '\n');
    }
    out.write("Z " + stateIds.size() + ' ' + edges.size() + ' ' + edgesSeen + '\n');
    out.close();
  }

  @Override
  boolean seesBeyondConstraints() {
    return false;
  }

  @Override
  void initial(TLCState state) throws IOException {
    int[] parts = parts(state, null);
    int known = stateIds.size();
    int id = stateId(parts);
    if (id == known) {
      out.write("I " + id + '\n');
    }
    lastSeen = new int[] {id};
  }

  @Override
  void edge(TLCState from, TLCState to, Action action) throws IOException {
    if (from != source) {
      sourceParts = parts(from, null);
      sourceId = stateId(sourceParts);
      source = from;
    }
    edgesSeen++;
    int toId = stateId(parts(to, from));
    int labelId = labelId(action, outcomeOf(to));
    if (edges.add(sourceId, toId, labelId)) {
      out.write("E " + sourceId + ' ' + toId + ' ' + labelId + '\n');
    }
    lastSeen = new int[] {sourceId, toId, labelId};
  }

  /**
   * The numbers of the variables' values; most are the very objects of the predecessor, whose
   * numbers we have.
   */
  private int[] parts(TLCState state, @Nullable TLCState predecessor) throws IOException {
    OpDeclNode[] declared = variables();
    int[] parts = new int[declared.length];
    for (int i = 0; i < declared.length; i++) {
      IValue value = state.lookup(declared[i].getName());
      boolean shared = predecessor != null && predecessor.lookup(declared[i].getName()) == value;
      parts[i] = shared ? sourceParts[i] : partId(values.text(value));
    }
    return parts;
  }

  private int partId(String text) throws IOException {
    Integer known = partIds.get(text);
    if (known != null) {
      return known;
    }
    int id = partIds.size();
    partIds.put(text, id);
    out.write("P " + id + ' ' + text + '\n');
    return id;
  }

  private @Nullable String outcomeOf(TLCState state) {
    return outcome == null ? null : values.text(state.lookup(outcome.getName()));
  }

  private OpDeclNode[] variables() throws IOException {
    OpDeclNode[] known = variables;
    if (known == null) {
      List<OpDeclNode> declared = new ArrayList<>(List.of(TLCState.Empty.getVars()));
      declared.sort(Comparator.comparing(v -> v.getName().toString()));
      outcome =
          declared.stream()
              .filter(v -> v.getName().toString().equals(OUTCOME))
              .findFirst()
              .orElse(null);
      declared.remove(outcome);
      known = declared.toArray(OpDeclNode[]::new);
      variables = known;
      stateIds = new StateIds(known.length);
      for (int i = 0; i < known.length; i++) {
        out.write("F " + i + ' ' + CanonicalText.string(known[i].getName().toString()) + '\n');
      }
    }
    return known;
  }

  private int stateId(int[] parts) throws IOException {
    int known = stateIds.size();
    int id = stateIds.idOf(parts);
    if (id == known) {
      StringBuilder record = new StringBuilder("S ").append(id);
      for (int part : parts) {
        record.append(' ').append(part);
      }
      out.write(record.append('\n').toString());
    }
    return id;
  }

  private int labelId(Action action, @Nullable String said) throws IOException {
    Map<String, Integer> byOutcome =
        labelsByOutcome.computeIfAbsent(action, unused -> new HashMap<>());
    String key = said == null ? "" : said;
    Integer id = byOutcome.get(key);
    if (id == null) {
      id = newLabelId(action, said);
      byOutcome.put(key, id);
    }
    return id;
  }

  /** Actions that TLC holds apart may still have the same label. */
  private int newLabelId(Action action, @Nullable String said) throws IOException {
    String label =
        CanonicalText.label(action.getName().toString(), parameters(action, values), said);
    Integer known = labelIds.get(label);
    if (known != null) {
      return known;
    }
    int id = labelIds.size();
    labelIds.put(label, id);
    out.write("L " + id + ' ' + label + '\n');
    return id;
  }

  void closeQuietlyOnCrash() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
