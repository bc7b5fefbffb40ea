package dev.lockstep.spark.context.probes;

import dev.lockstep.spark.context.launch.Result;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs probes one after the other and writes what they found. A probe that hangs has failed. */
public final class ProbeRun implements AutoCloseable {
  private record Ended(boolean ok, String text) {}

  private final String master;
  private final Path folder;
  private final Duration limit;
  private final PrintWriter results;

  public ProbeRun(String master, Path folder, Duration limit) throws IOException {
    this.master = master;
    this.folder = folder;
    this.limit = limit;
    this.results =
        new PrintWriter(
            Files.newBufferedWriter(folder.resolve("results.tsv"), StandardCharsets.UTF_8));
  }

  public Path folder() {
    return folder;
  }

  public void all(Bench bench, List<Probe> probes) {
    for (Probe probe : probes) {
      run(bench, probe, true);
    }
  }

  /** A probe after which the context is not looked at any more. */
  public void last(Bench bench, Probe probe) {
    run(bench, probe, false);
  }

  private void run(Bench bench, Probe probe, boolean settle) {
    long start = System.nanoTime();
    Ended ended = await(bench, () -> probe.run(bench), "probe");
    if (settle) {
      Ended settled =
          await(
              bench,
              () -> {
                bench.settle();
                return "";
              },
              "settle");
      if (!settled.ok()) {
        ended = new Ended(false, ended.text() + " | afterwards " + settled.text());
      }
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    Result result =
        new Result(
            probe.rule(), probe.name(), master, ended.ok(), ended.text() + " (" + millis + " ms)");
    results.println(result.line());
    results.flush();
  }

  private Ended await(Bench bench, Callable<String> code, String name) {
    FutureTask<String> task = new FutureTask<>(code);
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    try {
      return new Ended(true, task.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      return new Ended(false, Bench.text(e.getCause() == null ? e : e.getCause()));
    } catch (TimeoutException e) {
      StringBuilder where = new StringBuilder();
      Arrays.stream(thread.getStackTrace()).limit(12).forEach(f -> where.append(" < ").append(f));
      if (!bench.context.sc().isStopped()) {
        bench.context.sc().cancelAllJobs();
      }
      task.cancel(true);
      return new Ended(false, "not done after " + limit.toMillis() + " ms" + where);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Ended(false, "interrupted");
    }
  }

  @Override
  public void close() {
    results.close();
  }
}
