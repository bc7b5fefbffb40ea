package dev.lockstep.spark.suites;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A module of Spark that publishes suites. */
public enum SuiteModule {
  CORE,
  SQL;

  /** Its suites, in all versions together. */
  public List<SparkSuite> suites() {
    return Arrays.stream(SparkSuite.values()).filter(suite -> suite.module() == this).toList();
  }

  /**
   * System properties that Spark's own build sets for the suites of the module.
   *
   * @param home stands for Spark's folder, from which {@code local-cluster} starts executors
   */
  Map<String, String> properties(Path home) {
    return switch (this) {
      case CORE -> Map.of();
      case SQL ->
          Map.of(
              // Executors then have the class path of the suites.
              "spark.testing",
              "true",
              "spark.test.home",
              home.toString(),
              "spark.ui.enabled",
              "false",
              "spark.executor.defaultJavaOptions",
              "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    };
  }
}
