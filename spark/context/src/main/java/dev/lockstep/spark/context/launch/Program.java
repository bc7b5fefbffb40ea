package dev.lockstep.spark.context.launch;

import java.util.List;

/**
 * A program that starts SparkContexts, looks at them, and writes its results.
 *
 * @param main its class, which is called with the master, the working folder and the arguments
 * @param options for its JVM, after those that any of them gets
 * @param arguments further ones
 */
public record Program(String main, List<String> options, List<String> arguments) {
  /** The probes of native blocks. */
  static final Program PROBES =
      new Program("dev.lockstep.spark.context.probes.Probes", List.of(), List.of());

  public Program {
    options = List.copyOf(options);
    arguments = List.copyOf(arguments);
  }
}
