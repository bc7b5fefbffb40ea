package dev.lockstep.model.tlc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The labelled state graph of a run, held in primitive arrays. States are numbered in the order in
 * which TLC first saw them; edges are grouped by their source, and within a source in TLC's order.
 *
 * <p>A state is the numbers of its variables' values: a value's text is there once, however many
 * states have it, so that a graph of some million states fits.
 *
 * <p>The edge file has one record a line, in UTF-8: {@code F number name} a variable, {@code P id
 * text} a value, {@code S id values} a state, {@code I id} an initial state, {@code L id label} a
 * label, {@code E source destination label} an edge, each once; at the end {@code X source
 * destination label} (or {@code X id} for an initial state) what was seen last, {@code A name} for
 * each action that was tried, and {@code Z states edges edgesSeen}. A file without its {@code Z}
 * was cut off.
 */
public final class TlcGraph {
  private final List<String> fields = new ArrayList<>();
  private final List<String> values = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private final List<String> actions = new ArrayList<>();
  private final int[] states;
  private final int stateCount;
  private final int[] initial;
  private final int[] firstOut;
  private final int[] sources;
  private final int[] destinations;
  private final int[] labelIds;
  private int[] last = {};
  private long edgesSeen = -1;

  private TlcGraph(BufferedReader in) throws IOException {
    IntArray initialIds = new IntArray();
    IntArray from = new IntArray();
    IntArray to = new IntArray();
    IntArray by = new IntArray();
    IntArray parts = new IntArray();
    int count = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      switch (line.charAt(0)) {
        case 'F' -> fields.add(textOf(line, fields.size()));
        case 'P' -> values.add(textOf(line, values.size()));
        case 'S' -> state(line, count++, parts);
        case 'L' -> labels.add(textOf(line, labels.size()));
        case 'I' -> initialIds.add(numbers(line)[0]);
        case 'E' -> {
          int[] edge = numbers(line);
          from.add(edge[0]);
          to.add(edge[1]);
          by.add(edge[2]);
        }
        case 'X' -> last = numbers(line);
        case 'A' -> actions.add(line.substring(2));
        case 'Z' -> edgesSeen = Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
        default -> throw new IOException("unknown record in the edge file: " + line);
      }
    }
    if (edgesSeen < 0) {
      throw new IOException("the edge file was cut off after " + from.size() + " edges");
    }
    states = parts.toArray();
    stateCount = count;
    initial = initialIds.toArray();
    int edgeCount = from.size();
    int[] unsorted = from.toArray();
    firstOut = new int[stateCount + 1];
    for (int source : unsorted) {
      firstOut[source + 1]++;
    }
    Arrays.parallelPrefix(firstOut, Integer::sum);
    sources = new int[edgeCount];
    destinations = new int[edgeCount];
    labelIds = new int[edgeCount];
    group(unsorted, to.toArray(), by.toArray());
  }

  private void group(int[] from, int[] to, int[] by) {
    int[] next = firstOut.clone();
    for (int i = 0; i < from.length; i++) {
      int edge = next[from[i]]++;
      sources[edge] = from[i];
      destinations[edge] = to[i];
      labelIds[edge] = by[i];
    }
  }

  /** Reads an edge file; throws when it is malformed or cut off. */
  public static TlcGraph read(Path edgeFile) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(edgeFile)) {
      return new TlcGraph(in);
    }
  }

  /** The same from a stream, which it closes. */
  static TlcGraph read(InputStream edges) throws IOException {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(edges, StandardCharsets.UTF_8))) {
      return new TlcGraph(in);
    }
  }

  public int stateCount() {
    return stateCount;
  }

  /** The canonical text of a state, put together on each call. */
  public String stateText(int state) {
    StringBuilder text = new StringBuilder(512);
    char separator = '{';
    for (int i = 0; i < fields.size(); i++) {
      text.append(separator).append(fields.get(i)).append(':');
      text.append(values.get(states[state * fields.size() + i]));
      separator = ',';
    }
    return text.append('}').toString();
  }

  /** The states by their texts; built on each call, for those who compare graphs. */
  public Map<String, Integer> statesByText() {
    Map<String, Integer> ids = new HashMap<>(stateCount * 2);
    for (int state = 0; state < stateCount; state++) {
      ids.put(stateText(state), state);
    }
    return ids;
  }

  public int[] initial() {
    return initial.clone();
  }

  /** Distinct labelled edges. */
  public int edgeCount() {
    return sources.length;
  }

  /** Edges that TLC generated, repetitions included: states generated less the initial ones. */
  public long edgesSeen() {
    return edgesSeen;
  }

  /** How often each action is taken, in distinct edges; 0 for one that is tried and never taken. */
  public SortedMap<String, Long> edgesByAction() {
    long[] byLabel = new long[labels.size()];
    for (int label : labelIds) {
      byLabel[label]++;
    }
    SortedMap<String, Long> byAction = new TreeMap<>();
    actions.forEach(action -> byAction.put(action, 0L));
    for (int label = 0; label < byLabel.length; label++) {
      byAction.merge(CanonicalText.actionOf(labels.get(label)), byLabel[label], Long::sum);
    }
    return byAction;
  }

  public int edgeSource(int edge) {
    return sources[edge];
  }

  public int edgeDestination(int edge) {
    return destinations[edge];
  }

  public String edgeLabel(int edge) {
    return labels.get(labelIds[edge]);
  }

  public String labelText(int label) {
    return labels.get(label);
  }

  /** The edges that leave a state; they have consecutive numbers. */
  public IntStream outEdges(int state) {
    return IntStream.range(firstOut[state], firstOut[state + 1]);
  }

  public int firstOutEdge(int state) {
    return firstOut[state];
  }

  /** One past the last edge that leaves a state. */
  public int endOutEdge(int state) {
    return firstOut[state + 1];
  }

  /** (source, destination, label) of the edge seen last, (state) of an initial one, or nothing. */
  int[] last() {
    return last.clone();
  }

  private void state(String line, int expectedId, IntArray parts) throws IOException {
    int position = line.indexOf(' ', 2);
    if (Integer.parseInt(line, 2, position, 10) != expectedId) {
      throw new IOException("record out of order in the edge file: " + line);
    }
    for (int i = 0; i < fields.size(); i++) {
      int next = line.indexOf(' ', position + 1);
      next = next < 0 ? line.length() : next;
      parts.add(Integer.parseInt(line, position + 1, next, 10));
      position = next;
    }
  }

  private static String textOf(String line, int expectedId) throws IOException {
    int end = line.indexOf(' ', 2);
    if (Integer.parseInt(line, 2, end, 10) != expectedId) {
      throw new IOException("record out of order in the edge file: " + line);
    }
    return line.substring(end + 1);
  }

  private static int[] numbers(String line) {
    int[] numbers = new int[3];
    int count = 0;
    int position = 2;
    while (position < line.length()) {
      int end = line.indexOf(' ', position);
      end = end < 0 ? line.length() : end;
      numbers[count++] = Integer.parseInt(line, position, end, 10);
      position = end + 1;
    }
    return count == numbers.length ? numbers : Arrays.copyOf(numbers, count);
  }
}
