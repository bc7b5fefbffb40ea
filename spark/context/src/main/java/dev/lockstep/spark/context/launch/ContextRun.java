package dev.lockstep.spark.context.launch;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Runs the probes on a real SparkContext, in a JVM of its own, and kills it and the executors that
 * it has started when it is done or late.
 */
public final class ContextRun {
  /** In the working folder: the results, a line each, as they come. */
  static final String RESULTS = "results.tsv";

  /** In the working folder: what the driver's JVM wrote to its outputs. */
  static final String LOG = "driver.log";

  /** System property of the driver: the process that must be there as long as it runs. */
  public static final String PARENT = "lockstep.parent";

  private static final long POLL_MILLIS = 100;

  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

  private final Path folder;
  private final Process process;
  private final Consumer<String> progress;

  /** Executors outlive their driver by a moment, and nobody finds them any more then. */
  private final Set<ProcessHandle> descendants = new HashSet<>();

  private int told;

  private ContextRun(Path folder, Process process, Consumer<String> progress) {
    this.folder = folder;
    this.process = process;
    this.progress = progress;
  }

  /**
   * Runs all probes on one master.
   *
   * @param classPath freshly woven classes if the Spark is not the one that the patch was built
   *     for, the patch, then spark-core and all that it needs: jars and folders, in that order
   * @param master {@code local[2]} or {@code local-cluster[2,1,1024]}
   * @param workFolder is made if absent; results, logs and the executors' folders go there
   * @param limit for the whole run
   * @param progress takes a line for each probe that has ended, on the calling thread
   * @throws ContextRunException if the master is another, the class path lacks something, the limit
   *     is over, or the JVM ends before its last probe
   * @throws InterruptedException when this thread is interrupted; all processes are killed then
   */
  public static Report run(
      List<Path> classPath,
      String master,
      Path workFolder,
      Duration limit,
      Consumer<String> progress)
      throws IOException, InterruptedException {
    return run(Program.PROBES, classPath, master, workFolder, limit, progress);
  }

  /** The same with another program, whose classes are on the class path. */
  public static Report run(
      Program program,
      List<Path> classPath,
      String master,
      Path workFolder,
      Duration limit,
      Consumer<String> progress)
      throws IOException, InterruptedException {
    if (!master.matches("local(\\[[0-9]+])?|local-cluster\\[[0-9]+,[0-9]+,[0-9]+]")) {
      throw new ContextRunException(
          "master " + master + ": expected local[2] or local-cluster[2,1,1024]");
    }
    List<Path> whole = new ArrayList<>(classPath);
    whole.add(ownClasses());
    SparkClassPath.check(whole);
    Path folder = WorkFolder.prepare(workFolder);
    ContextRun run = new ContextRun(folder, start(program, whole, master, folder), progress);
    Thread hook = new Thread(run::kill, "lockstep-context-kill");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return run.await(limit);
    } finally {
      run.kill();
      forget(hook);
    }
  }

  private static Process start(Program program, List<Path> classPath, String master, Path folder)
      throws IOException {
    String joined =
        classPath.stream()
            .map(path -> path.toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmOptions.DRIVER);
    command.addAll(program.options());
    command.add("-D" + PARENT + "=" + ProcessHandle.current().pid());
    command.add("-Dlog4j2.configurationFile=" + folder.resolve(WorkFolder.LOGGING).toUri());
    command.add("-Djava.io.tmpdir=" + folder.resolve(WorkFolder.SCRATCH));
    command.addAll(List.of("-cp", joined, program.main(), master, folder.toString()));
    command.addAll(program.arguments());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile());
    builder.redirectErrorStream(true).redirectOutput(folder.resolve(LOG).toFile());
    WorkFolder.environment(builder.environment(), folder);
    return builder.start();
  }

  private Report await(Duration limit) throws IOException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      process.descendants().forEach(descendants::add);
      tell();
      if (System.nanoTime() - end > 0) {
        throw new ContextRunException(
            "the probes did not end within "
                + limit.toMillis()
                + " ms; "
                + told
                + " results so far"
                + last()
                + "; see "
                + folder.resolve(LOG));
      }
    }
    tell();
    if (process.exitValue() != 0) {
      throw new ContextRunException(
          "the JVM of the probes ended with exit code "
              + process.exitValue()
              + " after "
              + told
              + " results: "
              + lastLogLine()
              + "; see "
              + folder.resolve(LOG));
    }
    return new Report(results());
  }

  private void tell() throws IOException {
    List<Result> results = results();
    for (Result result : results.subList(told, results.size())) {
      progress.accept(
          result.rule()
              + " "
              + result.probe()
              + ": "
              + (result.passed() ? "ok" : "FAILED: " + result.detail()));
    }
    told = results.size();
  }

  private List<Result> results() throws IOException {
    Path file = folder.resolve(RESULTS);
    if (!Files.exists(file)) {
      return List.of();
    }
    String text = Files.readString(file, StandardCharsets.UTF_8);
    List<Result> results = new ArrayList<>();
    // The last line may not be whole yet.
    text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .forEach(line -> Result.parse(line).ifPresent(results::add));
    return results;
  }

  private String last() throws IOException {
    List<Result> results = results();
    return results.isEmpty()
        ? ""
        : ", the last: "
            + results.get(results.size() - 1).rule()
            + " "
            + results.get(results.size() - 1).probe();
  }

  private String lastLogLine() throws IOException {
    String log = Files.readString(folder.resolve(LOG), StandardCharsets.ISO_8859_1).strip();
    return log.isEmpty() ? "no output" : log.substring(log.lastIndexOf('\n') + 1);
  }

  /** Returns when all are gone: a signal is only a request, and a caller may look at once. */
  private void kill() {
    process.descendants().forEach(descendants::add);
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
    long end = System.nanoTime() + KILL_LIMIT.toNanos();
    await(process.toHandle(), end);
    descendants.forEach(descendant -> await(descendant, end));
  }

  private static void await(ProcessHandle killed, long endNanos) {
    try {
      // Not get(): an interrupted thread has to see its processes end, too.
      killed
          .onExit()
          .orTimeout(Math.max(1, endNanos - System.nanoTime()), TimeUnit.NANOSECONDS)
          .join();
    } catch (CompletionException e) {
      // It does not die of a SIGKILL: the kernel holds it, and nothing here can help.
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending, and the hook runs.
    }
  }

  private static Path ownClasses() {
    CodeSource source = ContextRun.class.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      throw new ContextRunException("lockstep-spark-context was not loaded from a file");
    }
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new ContextRunException("no path to lockstep-spark-context: " + source.getLocation());
    }
  }
}
