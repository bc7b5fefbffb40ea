package dev.lockstep.cli.bench;

import dev.lockstep.spark.tables.measures.Contender;
import dev.lockstep.spark.tables.measures.Measure;
import dev.lockstep.spark.tables.measures.Measure.What;
import dev.lockstep.spark.tables.measures.Table;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a cached table holds.
 *
 * @param bytes of each kind of copy, in the JVM and outside
 * @param againBytes what the engine allocated when the native copy was cached again from its own
 *     columns, the most of all rounds
 * @param againPerSecond rows of that by second of processor time, the median
 */
record ColumnarMemory(
    Table table, Map<Contender, Long> bytes, long againBytes, double againPerSecond) {
  /** Of the peer's bytes. */
  static final double BAR = 1.1;

  ColumnarMemory {
    bytes = Map.copyOf(bytes);
  }

  long of(Contender contender) {
    return bytes.getOrDefault(contender, 0L);
  }

  double byPeer() {
    return (double) of(Contender.NATIVE) / of(Contender.IPC_COLUMNS);
  }

  boolean asExpected() {
    return byPeer() <= BAR && againBytes == 0;
  }

  static List<ColumnarMemory> all(List<Measure> measures) {
    List<ColumnarMemory> all = new ArrayList<>();
    for (Table table : Table.values()) {
      List<Measure> ofTable = measures.stream().filter(m -> m.table() == table).toList();
      Map<Contender, Long> bytes = new EnumMap<>(Contender.class);
      long again = 0;
      Map<Integer, Double> speeds = new java.util.TreeMap<>();
      for (Measure measure : ofTable) {
        if (measure.what() == What.MEMORY) {
          bytes.put(measure.contender(), (long) measure.value());
        } else if (measure.what() == What.MEMORY_AGAIN) {
          again = Math.max(again, (long) measure.value());
        } else if (measure.what() == What.BUILD_AGAIN) {
          speeds.put(measure.round(), measure.value());
        }
      }
      if (!bytes.isEmpty() && !speeds.isEmpty()) {
        all.add(new ColumnarMemory(table, bytes, again, ColumnarComparison.median(speeds)));
      }
    }
    return all;
  }
}
