package dev.lockstep.spark.faults;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The order in which eviction sees the entries under the fault {@code native-preferred}. Called by
 * the broken store, so it is loaded beside Spark; it knows its classes by name only.
 */
public final class NativesFirst {
  private static final String NATIVE_ENTRY = "NativeMemoryEntry";

  private NativesFirst() {}

  /** The entries of the map: native ones first, then the others, each least recent first. */
  @SuppressWarnings("NonApiType") // the descriptor that the broken call site has
  public static <K, V> Set<Map.Entry<K, V>> entrySet(LinkedHashMap<K, V> entries) {
    Set<Map.Entry<K, V>> ordered = new LinkedHashSet<>();
    for (boolean nativeTurn : new boolean[] {true, false}) {
      for (Map.Entry<K, V> entry : entries.entrySet()) {
        boolean isNative = entry.getValue().getClass().getSimpleName().equals(NATIVE_ENTRY);
        if (isNative == nativeTurn) {
          ordered.add(entry);
        }
      }
    }
    return ordered;
  }
}
