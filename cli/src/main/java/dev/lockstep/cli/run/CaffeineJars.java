package dev.lockstep.cli.run;

import dev.lockstep.spark.fetch.FetchException;
import dev.lockstep.spark.fetch.SparkJars;
import java.nio.file.Path;
import java.util.List;

/** The Caffeine simulator as it was published, from the local Maven repository or the network. */
public final class CaffeineJars {
  /** What is compared with, and whose traces are used. */
  public static final String SIMULATOR = "com.github.ben-manes.caffeine:simulator:3.2.4";

  /** A library that can't be had any more, and a logger that does not fit the others. */
  private static final List<String> LEFT_OUT =
      List.of("org.glassfish.jaxb:*", "org.slf4j:slf4j-jdk-platform-logging");

  private CaffeineJars() {}

  /** Its class path, the simulator first. */
  public static List<Path> simulator() {
    return fetched(LEFT_OUT);
  }

  /** Its own jar, which holds traces among its classes. */
  public static Path traces() {
    return fetched(List.of("*:*")).get(0);
  }

  private static List<Path> fetched(List<String> exclusions) {
    try (DownloadProgress progress = new DownloadProgress("fetch the Caffeine simulator, MB");
        SparkJars jars = SparkJars.open(progress::downloaded)) {
      return jars.resolve(List.of(SIMULATOR), exclusions);
    } catch (FetchException e) {
      throw CommandFailure.outside(SIMULATOR + ": " + e.getMessage());
    }
  }
}
