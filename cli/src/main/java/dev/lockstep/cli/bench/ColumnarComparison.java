package dev.lockstep.cli.bench;

import dev.lockstep.bench.RatioInterval;
import dev.lockstep.spark.tables.measures.Contender;
import dev.lockstep.spark.tables.measures.Measure;
import dev.lockstep.spark.tables.measures.Measure.What;
import dev.lockstep.spark.tables.measures.Query;
import dev.lockstep.spark.tables.measures.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was timed: what each contender reached, and what the native columns' speed is by
 * it.
 *
 * @param query null where a table was cached
 * @param lines one a contender, the native columns first
 */
record ColumnarComparison(What what, Table table, @Nullable Query query, List<Line> lines) {
  /** No peer may be faster. */
  private static final double BEST_PEER_BAR = 1.0;

  private static final double BUILD_BAR = 1.0;

  /**
   * What a contender reached.
   *
   * @param median rows by second of processor time
   * @param nativeBy the native columns' speed by this one's, of rounds; null for the native columns
   * @param bar what the interval must include or exceed; 0 if there is none
   */
  record Line(Contender contender, double median, @Nullable RatioInterval nativeBy, double bar) {
    boolean isJudged() {
      return bar > 0;
    }

    boolean asExpected() {
      return !isJudged() || Objects.requireNonNull(nativeBy).includesOrExceeds(bar);
    }
  }

  ColumnarComparison {
    lines = List.copyOf(lines);
  }

  boolean asExpected() {
    return lines.stream().allMatch(Line::asExpected);
  }

  String title() {
    return query == null ? "cache " + table.label() : query.label() + " (" + table.label() + ")";
  }

  /** All that was timed, in the order in which it was. */
  static List<ColumnarComparison> all(List<Measure> measures) {
    List<ColumnarComparison> all = new ArrayList<>();
    for (Table table : Table.values()) {
      of(What.BUILD, table, null, measures, all);
      for (Query query : Query.values()) {
        if (query.table() == table) {
          of(What.SCAN, table, query, measures, all);
        }
      }
    }
    return all;
  }

  private static void of(
      What what,
      Table table,
      @Nullable Query query,
      List<Measure> measures,
      List<ColumnarComparison> all) {
    Map<Contender, Map<Integer, Double>> speeds = new EnumMap<>(Contender.class);
    for (Measure measure : measures) {
      if (measure.what() == what && measure.table() == table && measure.query() == query) {
        speeds
            .computeIfAbsent(measure.contender(), contender -> new TreeMap<>())
            .put(measure.round(), measure.value());
      }
    }
    Map<Integer, Double> ours = speeds.get(Contender.NATIVE);
    if (ours == null) {
      return;
    }
    Contender best = best(speeds);
    List<Line> lines = new ArrayList<>();
    speeds.forEach(
        (contender, theirs) ->
            lines.add(
                contender == Contender.NATIVE
                    ? new Line(contender, median(theirs), null, 0)
                    : new Line(
                        contender,
                        median(theirs),
                        ratio(ours, theirs),
                        bar(query, contender, contender == best))));
    all.add(new ColumnarComparison(what, table, query, lines));
  }

  private static @Nullable Contender best(Map<Contender, Map<Integer, Double>> speeds) {
    Contender best = null;
    double most = 0;
    for (Map.Entry<Contender, Map<Integer, Double>> entry : speeds.entrySet()) {
      double median = median(entry.getValue());
      if (entry.getKey().isPeer() && median > most) {
        best = entry.getKey();
        most = median;
      }
    }
    return best;
  }

  /** Of rounds: what ran at about the same time. */
  private static RatioInterval ratio(Map<Integer, Double> ours, Map<Integer, Double> theirs) {
    return RatioInterval.of(
        theirs.entrySet().stream()
            .filter(their -> ours.containsKey(their.getKey()))
            .mapToDouble(
                their -> Objects.requireNonNull(ours.get(their.getKey())) / their.getValue())
            .toArray());
  }

  static double median(Map<Integer, Double> values) {
    double[] sorted = values.values().stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static double bar(@Nullable Query query, Contender contender, boolean best) {
    double bar =
        query == null
            ? (contender.isIpc() ? BUILD_BAR : 0)
            : switch (query.kind()) {
              case NUMBERS ->
                  switch (contender) {
                    case DEFAULT -> 3.0;
                    case IPC_COLUMNS -> 1.4;
                    default -> 0;
                  };
              case STRINGS -> contender == Contender.DEFAULT ? 1.7 : 0;
              case ONE_OF_MANY ->
                  switch (contender) {
                    case IPC_COLUMNS -> 3.0;
                    case IPC_PRUNED_COLUMNS -> 1.2;
                    default -> 0;
                  };
              case OTHER -> 0;
            };
    return bar == 0 && best && query != null ? BEST_PEER_BAR : bar;
  }
}
