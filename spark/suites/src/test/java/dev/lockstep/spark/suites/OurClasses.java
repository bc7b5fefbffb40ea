package dev.lockstep.spark.suites;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/** Where our classes are: folders or jars, as this build goes. */
final class OurClasses {
  private OurClasses() {}

  static OurJars find() throws URISyntaxException {
    return new OurJars(
        place("org/apache/spark/storage/NativeBlockStore.class"),
        place("dev/lockstep/spark/columnar/NativeCachedBatchSerializer.class"),
        place("dev/lockstep/spark/arrow/cache/ArrowCachedBatchSerializer.class"));
  }

  private static Path place(String name) throws URISyntaxException {
    URL url = Objects.requireNonNull(OurClasses.class.getClassLoader().getResource(name), name);
    String place = url.toString().replaceFirst("!?/" + name + "$", "").replaceFirst("^jar:", "");
    return Path.of(new URI(place));
  }
}
