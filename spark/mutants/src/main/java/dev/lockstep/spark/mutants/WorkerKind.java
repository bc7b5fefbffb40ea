package dev.lockstep.spark.mutants;

import dev.lockstep.spark.fetch.SparkJvm;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How workers of a sort are started.
 *
 * @param name {@code harness}, {@code junit} or {@code suites}
 * @param agent the jar of this module
 * @param classPath of the JVM
 * @param arguments of the program
 */
public record WorkerKind(String name, Path agent, List<Path> classPath, List<String> arguments) {
  private static final String MAIN = "dev.lockstep.spark.mutants.worker.WorkerMain";

  public WorkerKind {
    classPath = List.copyOf(classPath);
    arguments = List.copyOf(arguments);
  }

  List<String> command(Path scratch) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1500m", "-Xss4m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(SparkJvm.OPTIONS);
    if (name.equals("harness")) {
      // On Unix Spark starts a process to delete a block manager's folder: 150 times for a mutant.
      command.add("-Dos.name=Other");
    }
    command.addAll(
        List.of(
            "-Djava.io.tmpdir=" + scratch,
            "-Dfile.encoding=UTF-8",
            "-javaagent:" + agent,
            "-cp",
            String.join(
                File.pathSeparator,
                classPath.stream().map(p -> p.toAbsolutePath().toString()).toList()),
            MAIN,
            name));
    command.addAll(arguments);
    return command;
  }
}
