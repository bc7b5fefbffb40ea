package dev.lockstep.simulator.report;

import dev.lockstep.model.MemoryMode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Results as pictures, in SVG. The only class that knows the library for them. */
public final class Plots {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 420;

  private Plots() {}

  /** Use of the pools of one simulation over time. */
  public static String poolUse(String title, PoolUse use) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("simulated time, ms")
            .yAxisTitle("units")
            .build();
    style(chart);
    List<Double> millis = use.samples().stream().map(sample -> sample.micros() / 1000.0).toList();
    for (MemoryMode mode : MemoryMode.values()) {
      int m = mode.ordinal();
      String name = mode == MemoryMode.ON_HEAP ? "on heap" : "off heap";
      line(chart, name + ", entries", millis, use, sample -> sample.entries()[m]);
      line(chart, name + ", execution", millis, use, sample -> sample.execution()[m]);
      line(chart, name + ", storage pool", millis, use, sample -> sample.pool()[m]);
    }
    return svg(chart);
  }

  private static void line(
      XYChart chart,
      String name,
      List<Double> millis,
      PoolUse use,
      java.util.function.ToLongFunction<PoolUse.Sample> units) {
    List<Double> values =
        use.samples().stream().map(sample -> (double) units.applyAsLong(sample)).toList();
    if (values.stream().anyMatch(value -> value > 1)) {
      chart.addSeries(name, millis, values).setMarker(SeriesMarkers.NONE);
    }
  }

  /** Hit ratio of each policy over the size of the memory. */
  public static String hitRatios(String title, List<ResultRow> rows) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("memory, units")
            .yAxisTitle("hit ratio, %")
            .build();
    style(chart);
    Map<String, List<ResultRow>> byPolicy = new LinkedHashMap<>();
    rows.forEach(row -> byPolicy.computeIfAbsent(plain(row), p -> new ArrayList<>()).add(row));
    byPolicy.forEach(
        (policy, points) ->
            chart
                .addSeries(
                    policy,
                    points.stream().map(row -> row.number("memory").orElse(0)).toList(),
                    points.stream().map(row -> 100 * row.number("hitRatio").orElse(0)).toList())
                .setMarker(SeriesMarkers.CIRCLE));
    return svg(chart);
  }

  /** One column of each policy, side by side, for each workload. */
  public static String sideBySide(String title, String column, String axis, List<ResultRow> rows) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .yAxisTitle(axis)
            .build();
    style(chart);
    chart.getStyler().setXAxisLabelRotation(30);
    double scale = column.startsWith("hitRatio") ? 100 : 1;
    Set<String> workloads = new LinkedHashSet<>();
    Map<String, Map<String, Double>> byPolicy = new LinkedHashMap<>();
    for (ResultRow row : rows) {
      workloads.add(row.workload());
      byPolicy
          .computeIfAbsent(plain(row), p -> new LinkedHashMap<>())
          .put(row.workload(), scale * row.number(column).orElse(0));
    }
    byPolicy.forEach(
        (policy, values) ->
            chart.addSeries(
                policy,
                List.copyOf(workloads),
                workloads.stream().map(w -> values.getOrDefault(w, 0.0)).toList()));
    return svg(chart);
  }

  /** The bound and the optimum are one line. */
  private static String plain(ResultRow row) {
    return row.policy().replaceFirst(" \\(.*", "");
  }

  private static void style(Chart<? extends Styler, ?> chart) {
    chart.getStyler().setChartBackgroundColor(java.awt.Color.WHITE);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setAntiAlias(true);
  }

  private static String svg(Chart<?, ?> chart) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
