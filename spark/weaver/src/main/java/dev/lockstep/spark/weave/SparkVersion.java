package dev.lockstep.spark.weave;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** Which Spark a spark-core is, by its own word. */
final class SparkVersion {
  /** What Maven writes into the jar; the patch reads the same file where it runs. */
  private static final String POM =
      "META-INF/maven/org.apache.spark/spark-core_2.13/pom.properties";

  private SparkVersion() {}

  /** The version; empty for a folder of classes or a jar that does not say. */
  static String of(StockClasses spark) throws IOException {
    Path pom = spark.root().resolve(POM);
    if (Files.isRegularFile(pom)) {
      Properties properties = new Properties();
      try (InputStream in = Files.newInputStream(pom)) {
        properties.load(in);
      }
      return orEmpty(properties.getProperty("version"));
    }
    Path manifest = spark.root().resolve("META-INF/MANIFEST.MF");
    if (Files.isRegularFile(manifest)) {
      try (InputStream in = Files.newInputStream(manifest)) {
        return orEmpty(
            new Manifest(in).getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION));
      }
    }
    return "";
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text.strip();
  }
}
