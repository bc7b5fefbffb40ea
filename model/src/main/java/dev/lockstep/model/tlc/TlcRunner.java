package dev.lockstep.model.tlc;

import dev.lockstep.model.process.ParentWatch;
import dev.lockstep.model.process.ScratchFolder;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs TLC in a process of its own, since it keeps static state, and says how it ended. Prints
 * nothing. All that TLC writes goes to a temporary folder that is deleted in any case.
 *
 * <p>The system property {@value #OWN_JAR} puts another build of TLC in the place of the one we
 * ship with.
 */
public final class TlcRunner {
  public static final String OWN_JAR = "tla2tools.jar";

  private TlcRunner() {}

  /** Like {@link #run(TlcOptions, LongConsumer)}, without progress. */
  public static TlcRun run(TlcOptions options) throws IOException, InterruptedException {
    return run(options, states -> {});
  }

  /**
   * Runs TLC to its end. When a property breaks and no graph was wanted, runs it once more with one
   * worker and the graph, whose labels give the trace its parameters.
   *
   * @param statesSoFar takes the distinct states found so far, every two seconds, on another thread
   * @throws InterruptedException when this thread is interrupted; TLC's process is destroyed then
   */
  public static TlcRun run(TlcOptions options, LongConsumer statesSoFar)
      throws IOException, InterruptedException {
    TlcRun first = run(options, statesSoFar, null);
    boolean exact = options.wantGraph() && options.workers() == 1;
    if (exact || !(first.result() instanceof TlcResult.Violates violates)) {
      return first;
    }
    TlcRun second = run(options.withGraph().withWorkers(1), statesSoFar, null);
    if (!(second.result() instanceof TlcResult.Violates again)
        || !again.property().equals(violates.property())) {
      return first;
    }
    TlcResult told =
        new TlcResult.Violates(
            violates.stats(), again.property(), again.trace(), again.loopStart());
    return new TlcRun(told, first.graph());
  }

  /** As above, once; also leaves a copy of the edge file at {@code keptEdges}. */
  static TlcRun run(TlcOptions options, LongConsumer statesSoFar, @Nullable Path keptEdges)
      throws IOException, InterruptedException {
    for (Path input : List.of(options.module(), options.config())) {
      if (!Files.isRegularFile(input)) {
        return new TlcRun(new TlcResult.Failed("no such file: " + input, ""), null);
      }
    }
    try (ScratchFolder scratch = ScratchFolder.inTemp("lockstep-tlc")) {
      TlcRun run = runIn(scratch.path(), options, statesSoFar);
      if (keptEdges != null && options.wantGraph()) {
        Files.copy(scratch.path().resolve("edges"), keptEdges);
      }
      return run;
    }
  }

  private static TlcRun runIn(Path scratch, TlcOptions options, LongConsumer statesSoFar)
      throws IOException, InterruptedException {
    String own = System.getProperty(OWN_JAR);
    if (own != null && !own.isBlank() && !Files.isRegularFile(Path.of(own))) {
      return new TlcRun(new TlcResult.Failed("-D" + OWN_JAR + ": no such file: " + own, ""), null);
    }
    long start = System.nanoTime();
    Path edges = scratch.resolve("edges");
    Files.createDirectory(scratch.resolve("tmp"));
    ToolOutput output = new ToolOutput(statesSoFar);
    @Nullable Integer exit = await(start(scratch, edges, options), output, options);
    if (exit == null) {
      String message = "TLC did not end within " + options.timeout().toSeconds() + " s";
      return new TlcRun(new TlcResult.Failed(message, output.tail()), null);
    }
    return concluded(options, output, exit, edges, start);
  }

  /**
   * What a run that has ended comes to.
   *
   * @param start of the run, as {@link System#nanoTime} gave it
   */
  static TlcRun concluded(TlcOptions options, ToolOutput output, int exit, Path edges, long start)
      throws IOException {
    boolean verdict = exit == TlcMain.EXIT_RAN && (output.holds() || output.violated() != null);
    if (!verdict) {
      String message =
          exit == TlcMain.EXIT_RAN
              ? output.failure()
              : output.failure() + " (exit code " + exit + ")";
      return new TlcRun(new TlcResult.Failed(message, output.tail()), null);
    }
    TlcGraph graph = options.wantGraph() ? TlcGraph.read(edges) : null;
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    TlcStats stats = output.stats(graph == null ? TlcStats.NOT_COUNTED : graph.edgeCount(), millis);
    return new TlcRun(result(options, output, graph, stats), graph);
  }

  private static TlcResult result(
      TlcOptions options, ToolOutput output, @Nullable TlcGraph graph, TlcStats stats)
      throws IOException {
    String property = output.violated();
    if (property == null) {
      return new TlcResult.Holds(stats);
    }
    if (property.isEmpty() || property.startsWith("line ")) {
      // Liveness has no name in TLC's output, and of a refinement it names the other module's line.
      property = String.join(",", ConfigProperties.read(options.config()));
    }
    boolean exact = graph != null && options.workers() == 1 && output.safety();
    List<TlcStep> trace =
        exact && graph != null
            ? TlcTrace.toLastEdge(graph)
            : TlcTrace.printed(output.trace(), graph);
    return new TlcResult.Violates(stats, property, trace, output.loopStart());
  }

  private static Process start(Path scratch, Path edges, TlcOptions options) throws IOException {
    Path folder = options.module().getParent();
    String name = options.module().getFileName().toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + options.heapMegabytes() + "m",
            options.workers() == 1 ? "-XX:+UseSerialGC" : "-XX:+UseParallelGC",
            ParentWatch.option(),
            "-Djava.io.tmpdir=" + scratch.resolve("tmp"),
            "-Dfile.encoding=UTF-8",
            "-cp",
            classPath(),
            TlcMain.class.getName(),
            name.endsWith(".tla") ? name.substring(0, name.length() - 4) : name,
            folder == null ? options.config().toString() : relative(folder, options.config()),
            scratch.resolve("meta").toString(),
            options.wantGraph() ? edges.toString() : TlcMain.NO_EDGES,
            Integer.toString(options.workers()),
            options.checkDeadlock() ? "deadlock" : "nodeadlock");
    builder.redirectErrorStream(true);
    if (folder != null) {
      builder.directory(folder.toFile());
    }
    return builder.start();
  }

  /** TLC looks for its config in the folder of the module, and knows no absolute path. */
  static String relative(Path folder, Path config) {
    return folder.relativize(config).toString();
  }

  /** The exit code, or null when time ran out. The process is gone when this returns or throws. */
  private static @Nullable Integer await(Process process, ToolOutput output, TlcOptions options)
      throws InterruptedException {
    Thread guard = new Thread(process::destroyForcibly, "lockstep-tlc-guard");
    Runtime.getRuntime().addShutdownHook(guard);
    Thread reader = new Thread(() -> read(process, output), "lockstep-tlc-output");
    reader.setDaemon(true);
    reader.start();
    try {
      boolean ended = process.waitFor(options.timeout().toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      reader.join();
      return ended ? process.exitValue() : null;
    } finally {
      process.destroyForcibly();
      forget(guard);
    }
  }

  private static void read(Process process, ToolOutput output) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        output.accept(line);
      }
    } catch (IOException e) {
      output.accept("lost the output of TLC: " + e);
    }
  }

  static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Our own process is going down: the hook does its work.
    }
  }

  static String classPath() {
    String own = System.getProperty(OWN_JAR);
    boolean shipped = own == null || own.isBlank();
    String tlc = shipped ? origin("tlc2.TLC") : Path.of(own).toAbsolutePath().toString();
    return tlc + File.pathSeparator + origin(TlcMain.class.getName());
  }

  /**
   * The jar or folder of a class; found without initializing it, as TLC's do work when they load.
   */
  private static String origin(String className) {
    try {
      Class<?> type = Class.forName(className, false, TlcRunner.class.getClassLoader());
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (ClassNotFoundException | URISyntaxException e) {
      throw new IllegalStateException("cannot find the jar of " + className, e);
    }
  }
}
