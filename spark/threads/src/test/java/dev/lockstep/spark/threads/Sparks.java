package dev.lockstep.spark.threads;

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
   * Stock, of another version whose core the build has fetched; the rest is that of the build.
   *
   * @param woven a folder for the classes whose fields may be read
   */
  static List<Path> stock(String version, Path woven) throws Exception {
    Path core =
        Path.of("..", "patch", "target", "spark-cores", "spark-core_2.13-" + version + ".jar")
            .toAbsolutePath()
            .normalize();
    StorePatch.widen(core, woven);
    List<Path> path = new ArrayList<>(List.of(woven));
    List<Path> patch = new ArrayList<>();
    for (Path entry : patched()) {
      String name = entry.toString();
      if (name.contains("spark-patch") || name.contains("/patch/target")) {
        patch.add(entry);
      } else if (!entry.getFileName().toString().startsWith("spark-core_")) {
        path.add(entry);
      }
    }
    path.add(core);
    path.addAll(patch);
    return path;
  }
}
