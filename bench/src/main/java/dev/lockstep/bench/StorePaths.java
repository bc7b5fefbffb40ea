package dev.lockstep.bench;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The class paths of the two Sparks.
 *
 * @param stock the benchmarked operations, then Spark
 * @param patched the patch, then the same
 */
public record StorePaths(List<Path> stock, List<Path> patched) {
  private static final String PATCH_JAR = "lockstep-spark-patch";

  /**
   * From the folder that the build of spark/replay fills with the jars of Spark and of the patch.
   *
   * @throws IOException if the folder can't be listed or lacks one of the two
   */
  public static StorePaths inFolder(Path folder) throws IOException {
    List<Path> jars;
    try (Stream<Path> files = Files.list(folder)) {
      jars = files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
    }
    List<Path> patch = jars.stream().filter(j -> isNamed(j, PATCH_JAR)).toList();
    if (patch.isEmpty()) {
      throw new IOException("no " + PATCH_JAR + " jar in " + folder);
    }
    List<Path> spark = jars.stream().filter(j -> !isNamed(j, "lockstep-")).toList();
    if (spark.stream().noneMatch(j -> isNamed(j, "spark-core_"))) {
      throw new IOException("no spark-core jar in " + folder);
    }
    return of(patch, spark);
  }

  static StorePaths of(List<Path> patch, List<Path> spark) {
    List<Path> stock = new ArrayList<>();
    stock.add(operations());
    stock.addAll(spark);
    List<Path> patched = new ArrayList<>(patch);
    patched.addAll(stock);
    return new StorePaths(List.copyOf(stock), List.copyOf(patched));
  }

  public List<Path> of(StoreVariant variant) {
    return switch (variant) {
      case STOCK -> stock;
      case PATCHED -> patched;
    };
  }

  /** The jar or folder that this class, and so the benchmarked operations, came from. */
  private static Path operations() {
    try {
      return Path.of(StorePaths.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isNamed(Path jar, String prefix) {
    return jar.getFileName().toString().startsWith(prefix);
  }
}
