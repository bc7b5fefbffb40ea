package dev.lockstep.cli.bench;

import dev.lockstep.bench.Comparison;
import dev.lockstep.bench.ForkCost;
import dev.lockstep.bench.Measured;
import dev.lockstep.bench.RatioInterval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Comparisons of stores as lines for a person and as objects for a program. */
final class StoreTable {
  private StoreTable() {}

  static List<String> lines(List<Measured> all) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%-17s %21s %21s   %-5s %-15s  %s",
            "",
            "calls a CPU second",
            "",
            "ratio",
            "95% interval",
            "verdict"));
    all.forEach(measured -> lines.add(line(measured)));
    return lines;
  }

  private static String line(Measured measured) {
    Comparison comparison = measured.comparison();
    RatioInterval interval = measured.interval();
    return String.format(
        Locale.ROOT,
        "%-17s %-10s %,10.0f %-10s %,10.0f   %.3f [%.3f, %.3f]  %s",
        comparison.name(),
        comparison.baseline().name(),
        measured.baseline().callsPerCpuSecond(),
        comparison.candidate().name(),
        measured.candidate().callsPerCpuSecond(),
        interval.ratio(),
        interval.low(),
        interval.high(),
        verdict(measured));
  }

  private static String verdict(Measured measured) {
    return String.format(
        Locale.ROOT,
        measured.asExpected() ? "ok (includes or exceeds %.2f)" : "TOO SLOW (wholly below %.2f)",
        measured.comparison().bar());
  }

  static Map<String, Object> json(Measured measured) {
    RatioInterval interval = measured.interval();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", measured.comparison().name());
    json.put("baseline", json(measured.comparison().baseline(), measured.baseline()));
    json.put("candidate", json(measured.comparison().candidate(), measured.candidate()));
    json.put("ratio", thousandths(interval.ratio()));
    json.put("low", thousandths(interval.low()));
    json.put("high", thousandths(interval.high()));
    json.put("bar", measured.comparison().bar());
    json.put("asExpected", measured.asExpected());
    return json;
  }

  private static Map<String, Object> json(Comparison.Side side, ForkCost mean) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", side.name());
    json.put("callsPerCpuSecond", Math.round(mean.callsPerCpuSecond()));
    json.put("bytesPerCall", Math.round(mean.bytesPerCall()));
    return json;
  }

  static double thousandths(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
