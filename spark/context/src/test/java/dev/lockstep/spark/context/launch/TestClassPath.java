package dev.lockstep.spark.context.launch;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The class path of this test: the patch stands before Spark on it. */
final class TestClassPath {
  private TestClassPath() {}

  static List<Path> entries() {
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")))
        .filter(entry -> !entry.isEmpty())
        .map(Path::of)
        .filter(entry -> entry.toFile().exists())
        .toList();
  }

  /** Without those entries whose file name begins so. */
  static List<Path> without(String prefix) {
    return entries().stream()
        .filter(entry -> !entry.getFileName().toString().startsWith(prefix))
        .toList();
  }
}
