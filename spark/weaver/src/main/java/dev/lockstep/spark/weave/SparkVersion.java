package dev.lockstep.spark.weave;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which Spark a spark-core or spark-sql is, by its own word. */
final class SparkVersion {
  /** What Maven writes into a jar of Spark's; the patch reads the same file where it runs. */
  private static final List<String> POMS =
      Stream.of("core", "sql")
          .map(module -> "META-INF/maven/org.apache.spark/spark-" + module + "_2.13/pom.properties")
          .toList();

  private SparkVersion() {}

  /** The version; empty for a folder of classes or a jar that does not say. */
  static String of(StockClasses spark) throws IOException {
    for (Path pom :
        POMS.stream().map(spark.root()::resolve).filter(Files::isRegularFile).toList()) {
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
