package dev.lockstep.spark.faults;

import dev.lockstep.spark.replay.AdapterOnPath;
import dev.lockstep.spark.replay.NativeAdapter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.storage.BlockId;

/**
 * The order in which eviction sees the entries under the fault {@code native-preferred}. Called by
 * the broken store, so it is loaded beside Spark.
 */
public final class NativesFirst {
  private NativesFirst() {}

  /** The entries of the map: native ones first, then the others, each least recent first. */
  @SuppressWarnings("NonApiType") // the descriptor that the broken call site has
  public static <V> Set<Map.Entry<BlockId, V>> entrySet(LinkedHashMap<BlockId, V> entries) {
    NativeAdapter adapter = AdapterOnPath.adapter();
    Set<Map.Entry<BlockId, V>> ordered = new LinkedHashSet<>();
    for (boolean nativeTurn : new boolean[] {true, false}) {
      for (Map.Entry<BlockId, V> entry : entries.entrySet()) {
        if (adapter.isNative(entry.getKey()) == nativeTurn) {
          ordered.add(entry);
        }
      }
    }
    return ordered;
  }
}
