package dev.lockstep.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command in a process of its own, which may be killed. */
record ChildRun(Process process, Path printed) {
  private static final long SECONDS_MAX = 600;

  /**
   * Starts one.
   *
   * @param home the checkout that it works in
   * @param temp where its temporary files go, and what it prints
   */
  static ChildRun start(Path home, Path temp, String... arguments) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return start(java, List.of(), home, temp, arguments);
  }

  /** The same on another JVM, with more options. */
  static ChildRun start(Path java, List<String> options, Path home, Path temp, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(options);
    command.addAll(
        List.of(
            "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dlockstep.home=" + home));
    command.add("-Djava.io.tmpdir=" + temp);
    for (String opened : List.of("java.nio", "sun.nio.ch", "java.lang", "java.util")) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    String built = Path.of("target").toAbsolutePath().toString();
    command.addAll(List.of("-cp", built + "/classes" + File.pathSeparator + built + "/lib/*"));
    command.add(Lockstep.class.getName());
    command.addAll(List.of(arguments));
    Path printed = Files.createTempFile(temp, "printed", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    return new ChildRun(
        builder.redirectErrorStream(true).redirectOutput(printed.toFile()).start(), printed);
  }

  /** Its exit code. */
  int await() throws InterruptedException {
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("it does not end");
    }
    return process.exitValue();
  }

  /** SIGKILL: nothing of it runs any more when this returns. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  String text() throws IOException {
    return Files.readString(printed);
  }
}
