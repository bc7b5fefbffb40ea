package dev.lockstep.bench.simulate;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A JVM that is measured as a whole.
 *
 * @param java the java command
 * @param options of the JVM
 * @param classPath of the main
 * @param command the main class and its arguments
 */
record TimedProcess(Path java, List<String> options, List<Path> classPath, List<String> command) {
  TimedProcess {
    options = List.copyOf(options);
    classPath = List.copyOf(classPath);
    command = List.copyOf(command);
  }

  /**
   * Runs it to its end.
   *
   * @param log takes what it prints
   * @return nanoseconds of processor time of the whole process
   * @throws IOException if it fails; its message ends with the last line that it printed
   */
  long cpuNanos(Path log) throws IOException, InterruptedException {
    Path time = Files.createTempFile("lockstep-cpu", ".txt");
    try {
      List<String> line = new ArrayList<>(List.of(java.toString()));
      line.addAll(options);
      line.addAll(List.of("-cp", paths(), CpuTimedMain.class.getName(), time.toString()));
      line.addAll(command);
      Process process =
          new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile()).start();
      Thread guard = new Thread(process::destroyForcibly);
      Runtime.getRuntime().addShutdownHook(guard);
      int exit = process.waitFor();
      Runtime.getRuntime().removeShutdownHook(guard);
      if (exit != 0) {
        List<String> said = Files.readAllLines(log);
        throw new IOException(
            command.get(0)
                + " ended with exit code "
                + exit
                + ": "
                + (said.isEmpty() ? "it said nothing" : said.get(said.size() - 1)));
      }
      return Long.parseLong(Files.readString(time).strip());
    } finally {
      Files.deleteIfExists(time);
    }
  }

  private String paths() {
    List<Path> all = new ArrayList<>(classPath);
    try {
      all.add(
          Path.of(CpuTimedMain.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the class path has no file names", e);
    }
    return all.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
