package dev.lockstep.spark.threads;

import dev.lockstep.spark.fetch.SparkJars;
import dev.lockstep.spark.launch.SparkStores;
import dev.lockstep.spark.weave.StorePatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The class paths of the Sparks that the tests load in isolation. */
final class Sparks {
  private Sparks() {}

  /** The class path that the tests themselves run on: the patch, then Spark. */
  static List<Path> patched() {
    return SparkStores.classPath(System.getProperty("java.class.path"));
  }

  /**
   * Stock, of another version, fetched with all that it needs.
   *
   * @param woven a folder for the classes whose fields may be read
   */
  static List<Path> stock(String version, Path woven) throws Exception {
    List<Path> path = new ArrayList<>(List.of(woven));
    List<Path> patch = new ArrayList<>();
    for (Path entry : patched()) {
      String name = entry.toString();
      if (name.contains("spark-patch") || name.contains("/patch/target")) {
        patch.add(entry);
      } else if (name.contains("lockstep")
          || name.endsWith("/target/classes")
          || name.contains("/asm")) {
        path.add(entry);
      }
    }
    try (SparkJars jars = SparkJars.open()) {
      List<Path> spark = jars.core(version);
      StorePatch.widen(spark.get(0), woven);
      path.addAll(spark);
    }
    path.addAll(patch);
    return path;
  }
}
