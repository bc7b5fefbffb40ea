package dev.lockstep.spark.context.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the driver's JVM is started with. Spark gives its executors its own list. */
final class JvmOptions {
  /** Spark's own list of what it opens, but for the vector module. */
  private static final List<String> OPENED =
      Stream.of(
              "java.lang",
              "java.lang.invoke",
              "java.lang.reflect",
              "java.io",
              "java.net",
              "java.nio",
              "java.util",
              "java.util.concurrent",
              "java.util.concurrent.atomic",
              "jdk.internal.ref",
              "sun.nio.ch",
              "sun.nio.cs",
              "sun.security.action",
              "sun.util.calendar")
          .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
          .toList();

  static final List<String> DRIVER = all();

  private JvmOptions() {}

  private static List<String> all() {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Xmx1g",
                "-XX:+UseSerialGC",
                // The probes' code runs once; the second compiler would only take the cores.
                "-XX:TieredStopAtLevel=1",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-Dio.netty.tryReflectionSetAccessible=true",
                "-Djdk.reflect.useDirectMethodHandle=false",
                "-Dio.netty.noUnsafe=false",
                "-Dfile.encoding=UTF-8"));
    options.addAll(OPENED);
    return List.copyOf(options);
  }
}
