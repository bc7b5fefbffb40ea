package dev.lockstep.spark.fetch;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a JVM has to be started with so that Spark runs in it on Java 17 and later. Spark's own
 * launcher says the same for a driver, and Spark starts its executors so.
 */
public final class SparkJvm {
  /** The packages of Spark's JavaModuleOptions, but for the vector module. */
  private static final Stream<String> OPENED =
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
          "sun.util.calendar");

  /** Options of {@code java}, to stand before the class path. */
  public static final List<String> OPTIONS =
      Stream.concat(
              Stream.of(
                  "-XX:+IgnoreUnrecognizedVMOptions",
                  "-Dio.netty.tryReflectionSetAccessible=true",
                  "-Dio.netty.noUnsafe=false",
                  "-Djdk.reflect.useDirectMethodHandle=false"),
              OPENED.map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED"))
          .toList();

  private SparkJvm() {}
}
