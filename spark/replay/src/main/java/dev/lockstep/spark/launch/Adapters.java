package dev.lockstep.spark.launch;

import dev.lockstep.spark.faults.Fault;
import dev.lockstep.spark.faults.ReleaseSite;
import dev.lockstep.spark.faults.StoreFault;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.function.Supplier;

/** What there is to ask about a class path with an adapter before stores are opened from it. */
final class Adapters {
  private static final String SERVICE = "META-INF/services/dev.lockstep.spark.replay.NativeAdapter";

  /** By name: it is loaded beside Spark. */
  private static final String ADAPTER = "dev.lockstep.spark.replay.AdapterOnPath";

  private Adapters() {}

  /** That some jar names an adapter, and that nothing can lean on our patch unnoticed. */
  static void check(SparkClassLoader loader) {
    URL service = loader.findResource(SERVICE);
    if (service == null) {
      throw new SparkClassPathException("no adapter: no jar on the class path has a " + SERVICE);
    } else if (!namesAny(service)) {
      throw new SparkClassPathException("no adapter: " + SERVICE + " names no class");
    }
    if (loader.findResource(SparkStores.PATCH.replace('.', '/') + ".class") != null) {
      throw new SparkClassPathException(
          "lockstep-spark-patch is on a class path whose native blocks are an adapter's");
    }
    releaseSite(loader);
  }

  /** Else whoever looks for the adapter takes the patch's, which is not there. */
  private static boolean namesAny(URL service) {
    try (InputStream in = service.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .anyMatch(line -> !line.replaceFirst("#.*", "").isBlank());
    } catch (IOException e) {
      throw new SparkClassPathException("can't read " + service + ": " + e.getMessage(), e);
    }
  }

  /**
   * A fault as it is put into the store of the adapter on a path.
   *
   * @throws IllegalArgumentException if it can't be put in there
   */
  static StoreFault faultIn(List<Path> classPath, StoreFault named) {
    if (!(named instanceof Fault fault)) {
      throw new IllegalArgumentException(
          named.faultName() + " takes two threads to see: it is for the patched store only");
    }
    if (!fault.isOfReleases()) {
      return fault;
    }
    SparkClassLoader loader = new SparkClassLoader(SparkStores.urls(classPath), List.of());
    try {
      check(loader);
      return fault.at(
          releaseSite(loader)
              .map(ReleaseSite::parse)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          fault.faultName() + ": the adapter names no release site")));
    } finally {
      SparkStores.close(loader);
    }
  }

  /** In the adapter's own words; asking loads the adapter, and not the store. */
  private static Optional<String> releaseSite(SparkClassLoader loader) {
    try {
      Object said = SparkStores.make(loader, ADAPTER, Supplier.class).get();
      return ((Optional<?>) said).map(String.class::cast);
    } catch (ServiceConfigurationError | IllegalStateException e) {
      throw new SparkClassPathException(String.valueOf(e.getMessage()), e);
    }
  }
}
