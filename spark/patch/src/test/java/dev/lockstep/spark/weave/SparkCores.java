package dev.lockstep.spark.weave;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The spark-core jars of the claimed versions, as the build fetched them. */
final class SparkCores {
  private SparkCores() {}

  /** That of the build first. */
  static List<Path> all() throws IOException {
    List<Path> cores = new ArrayList<>();
    cores.add(WovenClassesTest.SPARK_CORE);
    try (Stream<Path> others = Files.list(Path.of("target", "spark-cores"))) {
      others.sorted().map(Path::toAbsolutePath).forEach(cores::add);
    }
    return cores;
  }

  /** The tests' own class path without Spark's core and without the woven classes. */
  static List<Path> rest() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar") && !entry.contains("spark-core_"))
        .map(Path::of)
        .toList();
  }
}
