package dev.lockstep.spark.context.launch;

import dev.lockstep.spark.fetch.SparkJvm;
import java.util.List;
import java.util.stream.Stream;

/** What the driver's JVM is started with. Spark gives its executors its own list. */
final class JvmOptions {
  static final List<String> DRIVER =
      Stream.concat(
              Stream.of(
                  "-Xmx1g",
                  "-XX:+UseSerialGC",
                  // The probes' code runs once; the second compiler would only take the cores.
                  "-XX:TieredStopAtLevel=1",
                  "-Dfile.encoding=UTF-8"),
              SparkJvm.OPTIONS.stream())
          .toList();

  private JvmOptions() {}
}
