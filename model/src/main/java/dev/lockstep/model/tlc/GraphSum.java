package dev.lockstep.model.tlc;

import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.OpDeclNode;
import tlc2.tool.Action;
import tlc2.tool.TLCState;
import tlc2.util.FP64;
import tlc2.value.IValue;

/**
 * A number for all that a search has seen: the values of all variables, also of those that a VIEW
 * hides, of each initial state and of both states of each edge, also of one that leaves the model,
 * with the edge's action and its parameters. The order of the search does not count. Two graphs of
 * the same number are taken for the same, as TLC takes two states of one fingerprint: 64 bits each
 * for states and for edges.
 */
final class GraphSum extends SearchObserver {
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final TlcValues values = new TlcValues();
  private final Map<Action, Long> labels = new IdentityHashMap<>();
  private long states;
  private long edges;
  private long count;
  private @Nullable TLCState source;
  private long[] sourceParts = {};
  private long sourceHash;
  private OpDeclNode[] variables = {};

  @Override
  void initial(TLCState state) {
    states += mixed(hash(parts(state, null)));
  }

  @Override
  void edge(TLCState from, TLCState to, Action action) {
    if (from != source) {
      sourceParts = parts(from, null);
      sourceHash = hash(sourceParts);
      source = from;
    }
    edges += mixed(sourceHash * 31 + mixed(hash(parts(to, from))) + label(action));
    count++;
  }

  @Override
  boolean seesBeyondConstraints() {
    return true;
  }

  private long label(Action action) {
    return labels.computeIfAbsent(
        action, named -> mixed(FP64.New(named.getName() + parameters(named, values).toString())));
  }

  /** The sum, as text. */
  synchronized String text() {
    return Long.toHexString(states) + "-" + Long.toHexString(edges) + "-" + count;
  }

  /** Most values of a successor are the very objects of its predecessor. */
  private long[] parts(TLCState state, @Nullable TLCState predecessor) {
    if (variables.length == 0) {
      variables = TLCState.Empty.getVars();
    }
    long[] parts = new long[variables.length];
    for (int i = 0; i < parts.length; i++) {
      IValue value = state.lookup(variables[i].getName());
      boolean shared = predecessor != null && predecessor.lookup(variables[i].getName()) == value;
      parts[i] = shared ? sourceParts[i] : mixed(value.fingerPrint(i + 1));
    }
    return parts;
  }

  private static long hash(long[] parts) {
    long hash = 0;
    for (long part : parts) {
      hash = mixed(hash + part) * MIX;
    }
    return hash;
  }

  /** The finalizer of SplitMix64: a sum of plain fingerprints could cancel out. */
  private static long mixed(long value) {
    long z = value + MIX;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
