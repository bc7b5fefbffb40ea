package dev.lockstep.cli.bench;

import dev.lockstep.bench.ForkCost;
import dev.lockstep.bench.HoldCase;
import dev.lockstep.bench.HoldTimes;
import dev.lockstep.bench.Measured;
import dev.lockstep.bench.PinComparison;
import dev.lockstep.bench.PinCosts;
import dev.lockstep.bench.RatioInterval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What pins cost as lines for a person and as objects for a program. */
final class PinTable {
  /** Of the scan of a batch of 1 MiB, at {@link #BAR_THREADS} threads. */
  private static final double BAR = 0.05;

  private static final int BAR_THREADS = 8;

  private PinTable() {}

  /** No share at eight threads lies wholly above the bar; true if none was measured. */
  static boolean asExpected(PinCosts costs) {
    return costs.shares().stream().allMatch(PinTable::asExpected);
  }

  private static boolean asExpected(PinCosts.Share share) {
    return share.threads() != BAR_THREADS || share.cpu().low() <= BAR;
  }

  static List<String> lines(PinCosts costs, Map<HoldCase, HoldTimes> holds) {
    List<String> lines = new ArrayList<>();
    lines.add(
        row(
            "threads, blocks",
            "ns of CPU a call",
            "",
            "speed",
            "95% interval",
            "elapsed",
            "95% interval"));
    costs.measured().forEach((comparison, measured) -> lines.add(line(comparison, measured)));
    if (!costs.shares().isEmpty()) {
      addShares(lines, costs);
    }
    if (!holds.isEmpty()) {
      addHolds(lines, holds);
    }
    return lines;
  }

  private static void addShares(List<String> lines, PinCosts costs) {
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "%-18s %-28s %-28s",
            "a pin's part of",
            "a scan of 1 MiB, CPU",
            "elapsed"));
    costs.shares().forEach(share -> lines.add(line(share)));
  }

  private static void addHolds(List<String> lines, Map<HoldCase, HoldTimes> holds) {
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "%-18s %10s %10s %10s %10s",
            "monitor held, ns",
            "holds",
            "p50",
            "p99",
            "max"));
    holds.forEach((what, times) -> lines.add(line(what, times)));
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, "%-18s %-22s %-22s %6s %-16s %8s %-16s", cells)
        .stripTrailing();
  }

  private static String line(PinComparison comparison, Measured measured) {
    RatioInterval cpu = measured.interval();
    RatioInterval elapsed = measured.elapsedInterval();
    return row(
        String.format(
            Locale.ROOT,
            "%7d, %s",
            comparison.threads(),
            comparison.sharing().name().toLowerCase(Locale.ROOT)),
        side(measured.comparison().baseline().name(), measured.baseline()),
        side(measured.comparison().candidate().name(), measured.candidate()),
        ratio(cpu.ratio()),
        interval(cpu),
        ratio(elapsed.ratio()),
        interval(elapsed));
  }

  private static String side(String name, ForkCost cost) {
    return String.format(Locale.ROOT, "%-13s %,8d", name, nanos(cost));
  }

  private static long nanos(ForkCost cost) {
    return Math.round(1e9 / cost.callsPerCpuSecond());
  }

  private static String ratio(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String interval(RatioInterval interval) {
    return String.format(Locale.ROOT, "[%.3f, %.3f]", interval.low(), interval.high());
  }

  private static String line(PinCosts.Share share) {
    String verdict =
        share.threads() != BAR_THREADS
            ? ""
            : asExpected(share)
                ? "ok (at most 5%, or not ruled out)"
                : "TOO MUCH (wholly above 5%)";
    return String.format(
            Locale.ROOT,
            "%7d, %-9s %-28s %-28s %s",
            share.threads(),
            share.sharing().name().toLowerCase(Locale.ROOT),
            percent(share.cpu()),
            percent(share.elapsed()),
            verdict)
        .stripTrailing();
  }

  private static String percent(RatioInterval share) {
    return String.format(
        Locale.ROOT,
        "%.2f%% [%.2f%%, %.2f%%]",
        100 * share.ratio(),
        100 * share.low(),
        100 * share.high());
  }

  private static String line(HoldCase what, HoldTimes times) {
    return String.format(
        Locale.ROOT,
        "%7d, %-9s %,10d %,10d %,10d %,10d",
        what.threads(),
        what.beside().name().toLowerCase(Locale.ROOT),
        times.holds(),
        times.p50Nanos(),
        times.p99Nanos(),
        times.maxNanos());
  }

  static Map<String, Object> json(PinCosts costs, Map<HoldCase, HoldTimes> holds) {
    List<Map<String, Object>> comparisons = new ArrayList<>();
    costs.measured().forEach((comparison, measured) -> comparisons.add(json(comparison, measured)));
    List<Map<String, Object>> times = new ArrayList<>();
    holds.forEach((what, held) -> times.add(json(what, held)));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("comparisons", comparisons);
    json.put("shares", costs.shares().stream().map(PinTable::json).toList());
    json.put("holds", times);
    return json;
  }

  private static Map<String, Object> json(PinComparison comparison, Measured measured) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("peer", comparison.peer().name());
    json.put("sharing", comparison.sharing().name());
    json.put("threads", comparison.threads());
    json.put("baselineNanos", nanos(measured.baseline()));
    json.put("candidateNanos", nanos(measured.candidate()));
    json.put("cpu", json(measured.interval()));
    json.put("elapsed", json(measured.elapsedInterval()));
    return json;
  }

  private static Map<String, Object> json(PinCosts.Share share) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("sharing", share.sharing().name());
    json.put("threads", share.threads());
    json.put("cpu", json(share.cpu()));
    json.put("elapsed", json(share.elapsed()));
    if (share.threads() == BAR_THREADS) {
      json.put("bar", BAR);
      json.put(Speeds.AS_EXPECTED, asExpected(share));
    }
    return json;
  }

  private static Map<String, Object> json(RatioInterval interval) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("ratio", tenThousandths(interval.ratio()));
    json.put("low", tenThousandths(interval.low()));
    json.put("high", tenThousandths(interval.high()));
    return json;
  }

  private static double tenThousandths(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }

  private static Map<String, Object> json(HoldCase what, HoldTimes times) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("beside", what.beside().name());
    json.put("threads", what.threads());
    json.put("holds", times.holds());
    json.put("p50Nanos", times.p50Nanos());
    json.put("p99Nanos", times.p99Nanos());
    json.put("maxNanos", times.maxNanos());
    return json;
  }
}
