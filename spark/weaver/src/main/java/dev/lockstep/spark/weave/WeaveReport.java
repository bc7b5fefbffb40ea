package dev.lockstep.spark.weave;

import java.util.List;

/**
 * What a weave did.
 *
 * @param points the woven points in the order of the table, each {@code class.member: what}
 * @param classes the names of the woven classes, with dots
 */
public record WeaveReport(List<String> points, List<String> classes) {
  public WeaveReport {
    points = List.copyOf(points);
    classes = List.copyOf(classes);
  }
}
