package dev.lockstep.model.tlc;

import dev.lockstep.model.process.ParentWatch;
import dev.lockstep.model.process.ScratchFolder;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Many runs of TLC on one module, in one process that has TLC compiled already: on a small config
 * ten times as fast as {@link TlcRunner}, and with the same verdict and counts. The module's text
 * may change between two runs, and the config may be another each time.
 *
 * <p>One thread at a time. {@link #close} ends the process.
 */
public final class TlcSession implements AutoCloseable {
  /** TLC keeps a little of each run: a new process now and then. */
  private static final int RUNS_MAX = 300;

  private final Path module;
  private final ScratchFolder scratch;
  private @Nullable Server server;
  private final Set<Integer> registersSet = new HashSet<>();
  private NameOrder names = NameOrder.NONE;
  private int runs;

  /**
   * @param module the {@code .tla} file; all configs stand in its folder
   */
  public TlcSession(Path module) throws IOException {
    this.module = module.toAbsolutePath().normalize();
    this.scratch = ScratchFolder.inTemp("lockstep-tlc");
    Files.createDirectory(scratch.path().resolve("tmp"));
  }

  /**
   * Runs TLC once, on this session's module. The trace of a counterexample is as long as TLC's own;
   * its labels may lack parameters.
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
    registersSet.clear();
    if (!options.module().equals(module) || options.workers() != 1) {
      throw new IllegalArgumentException("one module and one worker in a session");
    }
    if (runs++ % RUNS_MAX == 0 || !names.admits(options.config())) {
      stop();
      names = NameOrder.of(options.config());
    }
    Server running = server == null ? new Server(options.heapMegabytes()) : server;
    server = running;
    Path edges = scratch.path().resolve("edges");
    Path meta = scratch.path().resolve("meta");
    AtomicBoolean tooMany = new AtomicBoolean();
    ToolOutput output =
        new ToolOutput(
            states -> {
              if (states > statesMax && !tooMany.getAndSet(true)) {
                running.destroy();
              }
            });
    long start = System.nanoTime();
    Integer exit = null;
    try {
      exit =
          running.ask(
              job(options, meta, edges) + "\t" + registers, output, options.timeout().toMillis());
    } finally {
      if (exit == null) {
        stop();
      }
      if (Files.exists(meta)) {
        ScratchFolder.delete(meta);
      }
    }
    if (exit == null) {
      String message = "TLC did not end within " + options.timeout().toSeconds() + " s";
      return new TlcRun(new TlcResult.Failed(message, output.tail()), null);
    } else if (exit == Server.DIED) {
      stop();
      String message =
          tooMany.get() ? "TLC found more than " + statesMax + " states" : "TLC's process ended";
      return new TlcRun(new TlcResult.Failed(message, output.tail()), null);
    }
    return TlcRunner.concluded(options, output, exit, edges, start);
  }

  /** The registers that the last run has set, of those that were asked for. */
  public Set<Integer> registersSet() {
    return Set.copyOf(registersSet);
  }

  private static String job(TlcOptions options, Path meta, Path edges) {
    String name = options.module().getFileName().toString().replaceFirst("\\.tla$", "");
    Path folder = options.module().getParent();
    return String.join(
        "\t",
        name,
        folder == null ? options.config().toString() : TlcRunner.relative(folder, options.config()),
        meta.toString(),
        options.wantGraph() ? edges.toString() : TlcMain.NO_EDGES,
        "1",
        options.checkDeadlock() ? "deadlock" : "nodeadlock");
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

  /** The process. */
  private final class Server {
    static final int DIED = -1;

    private final Process process;
    private final Thread guard;
    private final BufferedWriter jobs;
    private final BufferedReader answers;

    Server(int heapMegabytes) throws IOException {
      Path folder = module.getParent();
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx" + heapMegabytes + "m",
              "-XX:+UseSerialGC",
              ParentWatch.option(),
              // Runs are short: a better compiler would never earn what it costs.
              "-XX:TieredStopAtLevel=1",
              "-Djava.io.tmpdir=" + scratch.path().resolve("tmp"),
              "-Dfile.encoding=UTF-8",
              "-cp",
              TlcRunner.classPath(),
              TlcServer.class.getName());
      builder.redirectErrorStream(true);
      if (folder != null) {
        builder.directory(folder.toFile());
      }
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
        output.accept(line);
      }
      return DIED;
    }

    void destroy() {
      process.destroyForcibly();
      TlcRunner.forget(guard);
    }
  }
}
