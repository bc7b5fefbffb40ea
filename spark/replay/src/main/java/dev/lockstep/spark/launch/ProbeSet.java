package dev.lockstep.spark.launch;

import java.util.BitSet;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Probes that were passed: by class, their numbers in it. Immutable.
 *
 * @param byClass a class by its name as in Java, and its probes; none is empty
 */
public record ProbeSet(SortedMap<String, BitSet> byClass) {
  public static final ProbeSet EMPTY = new ProbeSet(new TreeMap<>());

  public ProbeSet {
    TreeMap<String, BitSet> copy = new TreeMap<>();
    byClass.forEach(
        (name, probes) -> {
          if (!probes.isEmpty()) {
            copy.put(name, (BitSet) probes.clone());
          }
        });
    byClass = java.util.Collections.unmodifiableSortedMap(copy);
  }

  /** Those of either. */
  public ProbeSet with(ProbeSet other) {
    return merged(other, true);
  }

  /** Those that the other has not. */
  public ProbeSet without(ProbeSet other) {
    return merged(other, false);
  }

  private ProbeSet merged(ProbeSet other, boolean add) {
    TreeMap<String, BitSet> merged = new TreeMap<>();
    byClass.forEach((name, probes) -> merged.put(name, (BitSet) probes.clone()));
    for (Map.Entry<String, BitSet> entry : other.byClass.entrySet()) {
      BitSet mine = merged.computeIfAbsent(entry.getKey(), name -> new BitSet());
      if (add) {
        mine.or(entry.getValue());
      } else {
        mine.andNot(entry.getValue());
      }
    }
    return new ProbeSet(merged);
  }

  /** How many there are. */
  public int size() {
    return byClass.values().stream().mapToInt(BitSet::cardinality).sum();
  }
}
