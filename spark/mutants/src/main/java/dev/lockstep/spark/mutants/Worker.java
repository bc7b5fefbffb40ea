package dev.lockstep.spark.mutants;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A worker's process, spoken to by lines. It is gone when this is closed, or when we are. */
final class Worker implements AutoCloseable {
  private static final String EOF = "\0";

  /**
   * A worker all of whose threads sleep for so long, and for some of what it may take beside, waits
   * for something that does not come.
   */
  private static final Duration IDLE_MAX = Duration.ofSeconds(15);

  /** One look in so many that finds a thread awake is enough not to sleep. */
  private static final int AWAKE_MIN = 3;

  private static final long POLL_MILLIS = 500;

  private final Process process;
  private final Writer in;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Thread guard;

  private Worker(Process process) {
    this.process = process;
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    this.guard = new Thread(() -> kill(process), "mutants-guard");
    Runtime.getRuntime().addShutdownHook(guard);
    Thread reader = new Thread(this::read, "mutants-reader");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts one and waits until it is ready.
   *
   * @param folder for what it prints and for its temporary files
   * @throws IOException if it does not start, with its last words
   */
  static Worker start(WorkerKind kind, Path folder) throws IOException, InterruptedException {
    Path scratch = Files.createDirectories(folder.resolve("scratch"));
    Path log = folder.resolve(kind.name() + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(kind.command(scratch))
            .directory(scratch.toFile())
            .redirectError(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
    builder.environment().putAll(Map.of("SPARK_TESTING", "1", "SPARK_LOCAL_IP", "127.0.0.1"));
    Worker worker = new Worker(builder.start());
    String first = worker.lines.take();
    if (!first.equals("ready")) {
      worker.close();
      throw new IOException("a worker did not start: see " + log);
    }
    return worker;
  }

  private void read() {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      // It is gone: so the lines end.
    } finally {
      lines.add(EOF);
    }
  }

  /** What ends an answer. */
  enum End {
    /** The worker has said all. */
    SAID,
    /** It took too long. */
    TOO_LONG,
    /** It is gone. */
    GONE
  }

  /** What is heard of an answer, a line at a time; says how long the next may take at most. */
  interface Listener {
    /** Processor time from now to the next line. */
    Duration hear(List<String> words);
  }

  /** Sends a command, and waits. */
  List<List<String>> ask(String... words) throws IOException, InterruptedException {
    List<List<String>> answer = new ArrayList<>();
    End end =
        ask(
            List.of(words),
            Duration.ofHours(1),
            line -> {
              answer.add(line);
              return Duration.ofHours(1);
            });
    if (end != End.SAID) {
      throw new IOException("a worker is gone");
    }
    return answer;
  }

  /**
   * Sends a command and hears the answer.
   *
   * @param first processor time to the first line at most
   */
  End ask(List<String> words, Duration first, Listener listener)
      throws IOException, InterruptedException {
    try {
      in.write(String.join("\t", words));
      in.write('\n');
      in.flush();
    } catch (IOException e) {
      return End.GONE;
    }
    Duration limit = first;
    while (true) {
      Optional<String> line = next(limit);
      if (line.isEmpty()) {
        return End.TOO_LONG;
      } else if (line.get().equals(EOF)) {
        return End.GONE;
      } else if (line.get().equals("end")) {
        return End.SAID;
      }
      limit = listener.hear(List.of(line.get().split("\t", -1)));
    }
  }

  /** The next line, unless the worker has used so much of the processor, or none for long. */
  private Optional<String> next(Duration limit) throws InterruptedException {
    String line = lines.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
    if (line != null) {
      return Optional.of(line);
    }
    Duration before = used();
    long start = System.nanoTime();
    int looks = 0;
    int awake = 0;
    while (true) {
      line = lines.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
      if (line != null) {
        return Optional.of(line);
      } else if (used().minus(before).compareTo(limit) > 0) {
        return Optional.empty();
      }
      looks++;
      awake += sleeps() ? 0 : 1;
      // Timers of Spark's wake up now and then in a JVM that hangs.
      if (System.nanoTime() - start > IDLE_MAX.plus(limit.dividedBy(5)).toNanos()
          && AWAKE_MIN * awake < looks) {
        return Optional.empty();
      }
    }
  }

  /**
   * Whether no thread of the worker wants a processor: on a busy machine one that wants it may have
   * to wait for long, which is no hang. Where the system does not tell, only time counts.
   */
  private boolean sleeps() {
    Path tasks = Path.of("/proc", Long.toString(process.pid()), "task");
    try (Stream<Path> threads = Files.list(tasks)) {
      for (Path thread : threads.toList()) {
        String stat = Files.readString(thread.resolve("stat"));
        char state = stat.charAt(stat.lastIndexOf(')') + 2);
        if (state == 'R' || state == 'D') {
          return false;
        }
      }
      return true;
    } catch (IOException | java.io.UncheckedIOException e) {
      return true;
    }
  }

  private Duration used() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static void kill(Process process) {
    List<ProcessHandle> descendants = process.descendants().toList();
    descendants.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill(process);
    process.onExit().join();
    try {
      in.close();
    } catch (IOException e) {
      // Nobody reads it any more.
    }
    try {
      Runtime.getRuntime().removeShutdownHook(guard);
    } catch (IllegalStateException e) {
      // We are going down: the hook does its work.
    }
  }
}
