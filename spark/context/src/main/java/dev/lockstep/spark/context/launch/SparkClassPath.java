package dev.lockstep.spark.context.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;

/** Checks a class path before a JVM is started on it. */
final class SparkClassPath {
  private static final String PATCH = "org/apache/spark/storage/NativeBlockStore.class";
  private static final String STORE = "org/apache/spark/storage/memory/MemoryStore.class";
  private static final String CONTEXT = "org/apache/spark/SparkContext.class";

  private SparkClassPath() {}

  /**
   * @throws ContextRunException if an entry does not exist, the patch or spark-core is missing, or
   *     spark-core would hide the woven classes
   */
  static void check(List<Path> classPath) throws IOException {
    for (Path entry : classPath) {
      if (!Files.exists(entry)) {
        throw new ContextRunException("class path entry " + entry + " does not exist");
      }
    }
    int patch = first(classPath, PATCH);
    int store = first(classPath, STORE);
    int spark = first(classPath, CONTEXT);
    if (patch < 0) {
      throw new ContextRunException("lockstep-spark-patch is not on the class path");
    }
    if (spark < 0) {
      throw new ContextRunException("spark-core is not on the class path");
    }
    if (store == spark) {
      throw new ContextRunException(
          "spark-core stands before the woven classes on the class path: " + classPath.get(spark));
    }
  }

  private static int first(List<Path> classPath, String resource) throws IOException {
    for (int i = 0; i < classPath.size(); i++) {
      if (has(classPath.get(i), resource)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean has(Path entry, String resource) throws IOException {
    if (Files.isDirectory(entry)) {
      return Files.isRegularFile(entry.resolve(resource));
    }
    try (ZipFile jar = new ZipFile(entry.toFile())) {
      return jar.getEntry(resource) != null;
    } catch (IOException e) {
      throw new IOException("class path entry " + entry + " can't be read: " + e.getMessage(), e);
    }
  }
}
