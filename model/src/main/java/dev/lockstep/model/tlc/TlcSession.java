package dev.lockstep.model.tlc;

import dev.lockstep.io.ParentWatch;
import dev.lockstep.io.ScratchFolder;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Many runs of TLC in one process that has TLC loaded and compiled already: on a small config ten
 * times as fast as a process for each, with the same verdict, counts and bytes of the graph.
 * Modules and configs may be others each time, and may change between two runs.
 *
 * <p>One thread at a time. {@link #close} ends the process.
 */
public final class TlcSession implements AutoCloseable {
  /** TLC keeps a little of each run: a new process now and then. */
  private static final int RUNS_MAX = 300;

  /** TLC goes on after such an error, but nobody knows what it has torn. */
  private static final Pattern TORN =
      Pattern.compile("heap space|OutOfMemory|StackOverflow|overhead limit|stack overflow");

  private final int heapMegabytes;
  private final ScratchFolder scratch;
  private @Nullable Server server;
  private final Set<Integer> registersSet = new HashSet<>();
  private @Nullable String graphSum;
  private int runs;

  /**
   * @param heapMegabytes the heap of its process
   */
  public TlcSession(int heapMegabytes) throws IOException {
    this.heapMegabytes = heapMegabytes;
    this.scratch = ScratchFolder.inTemp("lockstep-tlc");
    Files.createDirectory(scratch.path().resolve("tmp"));
  }

  /**
   * Runs TLC once. The trace of a counterexample is as long as TLC's own; without the graph its
   * labels may lack parameters.
   *
   * @param statesMax TLC is stopped when it has found more distinct states
   * @throws InterruptedException when this thread is interrupted; the process is destroyed then
   */
  public TlcRun run(TlcOptions options, long statesMax) throws IOException, InterruptedException {
    return run(options, statesMax, 0);
  }

  /**
   * The same; {@link #registersSet} then says which registers the specification has set.
   *
   * @param registers how many registers of TLC's to look at
   */
  public TlcRun run(TlcOptions options, long statesMax, int registers)
      throws IOException, InterruptedException {
    return run(options, statesMax, registers, states -> {});
  }

  /**
   * The {@link GraphSum} of a config that checks nothing; empty if the search has no end, or meets
   * an error.
   *
   * @param statesMax TLC is stopped when it has found more distinct states
   */
  public Optional<String> graphSum(TlcOptions options, long statesMax)
      throws IOException, InterruptedException {
    TlcRun run = run(options, statesMax, 0, true, states -> {});
    return run.result() instanceof TlcResult.Holds
        ? Optional.ofNullable(graphSum)
        : Optional.empty();
  }

  TlcRun run(TlcOptions options, long statesMax, int registers, LongConsumer statesSoFar)
      throws IOException, InterruptedException {
    return run(options, statesMax, registers, false, statesSoFar);
  }

  private TlcRun run(
      TlcOptions options, long statesMax, int registers, boolean sum, LongConsumer statesSoFar)
      throws IOException, InterruptedException {
    registersSet.clear();
    graphSum = null;
    for (Path input : List.of(options.module(), options.config())) {
      if (!Files.isRegularFile(input)) {
        return failed("no such file: " + input, "");
      }
    }
    long start = System.nanoTime();
    if (runs++ % RUNS_MAX == 0) {
      stop();
    }
    Server running = server == null ? new Server() : server;
    server = running;
    Path meta = scratch.path().resolve("meta");
    AtomicBoolean tooMany = new AtomicBoolean();
    ToolOutput output =
        new ToolOutput(
            states -> {
              statesSoFar.accept(states);
              if (states > statesMax && !tooMany.getAndSet(true)) {
                running.destroy();
              }
            });
    Integer exit = null;
    try {
      exit =
          running.ask(
              job(options, meta, registers, sum).line(), output, options.timeout().toMillis());
    } finally {
      if (exit == null || exit == Server.DIED) {
        stop();
      }
      if (Files.exists(meta)) {
        ScratchFolder.delete(meta);
      }
    }
    if (exit == null) {
      return failed(
          "TLC did not end within " + options.timeout().toSeconds() + " s", output.tail());
    } else if (exit == Server.DIED) {
      String message =
          tooMany.get()
              ? "TLC found more than " + statesMax + " states"
              : "TLC's process ended: " + output.failure();
      return failed(message, output.tail());
    }
    return concluded(options, output, exit, start);
  }

  private static TlcRun failed(String message, String output) {
    return new TlcRun(new TlcResult.Failed(message, output), null);
  }

  /**
   * What a run that has ended comes to.
   *
   * @param start of the run, as {@link System#nanoTime} gave it
   */
  private TlcRun concluded(TlcOptions options, ToolOutput output, int exit, long start)
      throws IOException {
    boolean verdict = exit == TlcCheck.EXIT_RAN && (output.holds() || output.violated() != null);
    if (!verdict) {
      if (TORN.matcher(output.tail() + output.failure()).find()) {
        stop();
      }
      return failed(
          exit == TlcCheck.EXIT_RAN
              ? output.failure()
              : output.failure() + " (exit code " + exit + ")",
          output.tail());
    }
    TlcGraph graph = options.wantGraph() ? TlcGraph.read(edges()) : null;
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

  /** The registers that the last run has set, of those that were asked for. */
  public Set<Integer> registersSet() {
    return Set.copyOf(registersSet);
  }

  int heapMegabytes() {
    return heapMegabytes;
  }

  /** The number of the process that the next run goes to, or -1 if it will be a new one. */
  long process() {
    return server == null ? -1 : server.process.pid();
  }

  /** The graph file of the last run, if it wanted one; the next run overwrites it. */
  Path edges() {
    return scratch.path().resolve("edges");
  }

  private TlcJob job(TlcOptions options, Path meta, int registers, boolean sum) {
    Path folder = options.folder();
    return new TlcJob(
        folder.toString(),
        options.module().getFileName().toString().replaceFirst("\\.tla$", ""),
        folder.relativize(options.config()).toString(),
        meta.toString(),
        options.wantGraph() ? edges().toString() : "",
        sum,
        options.workers(),
        options.checkDeadlock(),
        registers);
  }

  private void stop() {
    if (server != null) {
      server.destroy();
      server = null;
    }
  }

  @Override
  public void close() throws IOException {
    stop();
    scratch.close();
  }

  /** TLC's jar and ours. */
  private static String classPath() {
    return String.join(
        File.pathSeparator,
        tlcJar().toString(),
        origin(TlcServer.class.getName()),
        origin(ParentWatch.class.getName()));
  }

  /** The TLC that runs. */
  static Path tlcJar() {
    String own = TlcRunner.ownJar();
    return own.isEmpty() ? Path.of(origin("tlc2.TLC")) : Path.of(own).toAbsolutePath();
  }

  /**
   * The jar or folder of a class; found without initializing it, as TLC's do work when they load.
   */
  private static String origin(String className) {
    try {
      Class<?> type = Class.forName(className, false, TlcSession.class.getClassLoader());
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (ClassNotFoundException | URISyntaxException e) {
      throw new IllegalStateException("cannot find the jar of " + className, e);
    }
  }

  /** The process. */
  private final class Server {
    static final int DIED = -1;

    private final Process process;
    private final Thread guard;
    private final BufferedWriter jobs;
    private final BufferedReader answers;

    Server() throws IOException {
      Path warmUp = scratch.path().resolve("warm-up");
      if (Files.exists(warmUp)) {
        ScratchFolder.delete(warmUp);
      }
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx" + heapMegabytes + "m",
              "-XX:+UseSerialGC",
              ParentWatch.option(),
              "-Djava.io.tmpdir=" + scratch.path().resolve("tmp"),
              "-Dfile.encoding=UTF-8",
              "-cp",
              classPath(),
              TlcServer.class.getName(),
              scratch.path().toString());
      builder.redirectErrorStream(true);
      builder.directory(scratch.path().toFile());
      process = builder.start();
      guard = new Thread(process::destroyForcibly, "lockstep-tlc-guard");
      Runtime.getRuntime().addShutdownHook(guard);
      jobs =
          new BufferedWriter(
              new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
      answers =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The exit code of the job, {@link #DIED}, or null when time ran out. */
    @Nullable Integer ask(String job, ToolOutput output, long millis) throws InterruptedException {
      FutureTask<Integer> answer = new FutureTask<>(() -> answer(job, output));
      Thread reader = new Thread(answer, "lockstep-tlc-output");
      reader.setDaemon(true);
      reader.start();
      try {
        return answer.get(millis, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        process.destroyForcibly();
        reader.join();
        return null;
      } catch (ExecutionException e) {
        return DIED;
      }
    }

    private int answer(String job, ToolOutput output) throws IOException {
      jobs.write(job + "\n");
      jobs.flush();
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.startsWith(TlcServer.END)) {
          return Integer.parseInt(line.substring(TlcServer.END.length()));
        }
        if (line.startsWith(TlcServer.REGISTERS)) {
          Pattern.compile("\\d+")
              .matcher(line)
              .results()
              .forEach(number -> registersSet.add(Integer.parseInt(number.group())));
          continue;
        }
        if (line.startsWith(TlcServer.SUM)) {
          graphSum = line.substring(TlcServer.SUM.length());
          continue;
        }
        output.accept(line);
      }
      return DIED;
    }

    void destroy() {
      process.destroyForcibly();
      try {
        Runtime.getRuntime().removeShutdownHook(guard);
      } catch (IllegalStateException e) {
        // Our own process is going down: the hook does its work.
      }
    }
  }
}
