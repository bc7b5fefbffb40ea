package dev.lockstep.cli.bench;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code lockstep explore} in a process of its own, as a user starts it. */
final class ExplorerProcess {
  private ExplorerProcess() {}

  /**
   * What it says of itself.
   *
   * @param cpuMillis processor time, user and system, of all its threads
   * @param millisElapsed from its start to its end
   */
  record Counts(
      long states,
      long edges,
      long bytesPerState,
      long memoryPerState,
      long cpuMillis,
      long millisElapsed) {}

  static Counts run(Workspace workspace, String config) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + (Runtime.getRuntime().maxMemory() >> 20) + "m",
                "-XX:+UseSerialGC",
                "-Dlockstep.home=" + workspace.home(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.lockstep.cli.Lockstep",
                "explore",
                config,
                "--json",
                "-")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw CommandFailure.outside("the explorer does not find that " + config + " holds");
      }
      long elapsed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      return new Counts(
          number(said, "states"),
          number(said, "edges"),
          number(said, "bytesPerState"),
          number(said, "memoryPerState"),
          number(said, "cpuMillis"),
          elapsed);
    } finally {
      process.destroyForcibly();
    }
  }

  private static long number(String json, String field) {
    Matcher found = Pattern.compile("\"" + field + "\": (\\d+)").matcher(json);
    if (!found.find()) {
      throw new IllegalStateException("the result of explore has no " + field + ": " + json);
    }
    return Long.parseLong(found.group(1));
  }
}
