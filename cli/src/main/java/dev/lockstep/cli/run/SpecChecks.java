package dev.lockstep.cli.run;

import dev.lockstep.model.tlc.TlcRuns;
import dev.lockstep.traces.json.SpecManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Runs configs through TLC, some at a time, and hands them over in their order. */
public final class SpecChecks {
  /** TLC runs with one worker each, so that its counts are stable; two of them fill two cores. */
  private static final int AT_ONCE = 2;

  private SpecChecks() {}

  /**
   * Runs them all; the checks have no graphs.
   *
   * @param each takes each check as soon as it and all before it are there
   */
  public static void run(
      TlcRuns runs, Path specFolder, List<SpecManifest.Config> configs, Consumer<SpecCheck> each)
      throws IOException, InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<SpecCheck>> running = new ArrayList<>();
      for (SpecManifest.Config config : configs) {
        running.add(
            pool.submit(
                () -> SpecCheck.run(runs, specFolder, config, states -> {}).withoutGraph()));
      }
      for (Future<SpecCheck> next : running) {
        each.accept(next.get());
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CommandFailure failure) {
        throw failure;
      } else if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException("a check of the spec failed", e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }
}
