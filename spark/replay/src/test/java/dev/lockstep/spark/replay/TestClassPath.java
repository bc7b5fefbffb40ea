package dev.lockstep.spark.replay;

import dev.lockstep.spark.launch.SparkStores;
import java.nio.file.Path;
import java.util.List;

/** The class path that the tests themselves run on, for an isolated loader. */
final class TestClassPath {
  private TestClassPath() {}

  static List<Path> entries() {
    return SparkStores.classPath(System.getProperty("java.class.path"));
  }
}
