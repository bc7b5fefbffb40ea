package dev.lockstep.spark.weave;

import java.util.List;

/**
 * What a weave did.
 *
 * @param version the Spark's own word for which it is; empty if it does not say
 * @param points the woven points in the order of the table, each {@code class.member: what}
 * @param classes the names of the woven classes, with dots
 */
public record WeaveReport(String version, List<String> points, List<String> classes) {
  public WeaveReport {
    points = List.copyOf(points);
    classes = List.copyOf(classes);
  }
}
