package dev.lockstep.spark.context.probes;

import dev.lockstep.spark.context.launch.ContextRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code Probes <master> <folder>}: runs every probe on that master and writes {@code
 * folder/results.tsv}, a line for each as it ends. Exit code 0 if it came to the end, whatever the
 * probes found.
 */
public final class Probes {
  /**
   * A probe takes a second or so; starting and stopping a cluster on a busy machine takes longer.
   */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Probes() {}

  public static void main(String[] args) {
    if (args.length != 2) {
      System.err.println("usage: Probes <master> <folder>");
      System.exit(2);
    }
    endWithParent();
    int exit = 0;
    try (ProbeRun run = new ProbeRun(args[0], Path.of(args[1]), LIMIT)) {
      runAll(new Contexts(args[0]), run, args[0].startsWith("local["));
    } catch (Throwable thrown) {
      thrown.printStackTrace();
      System.err.println("the probes can't be run: " + thrown);
      exit = 1;
    }
    // The last context is deadlocked on purpose: nothing that ends in order would end.
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    Runtime.getRuntime().halt(exit);
  }

  /**
   * Whoever has started this may be killed, and can't end it then. Executors follow their driver.
   */
  public static void endWithParent() {
    Long parent = Long.getLong(ContextRun.PARENT);
    if (parent == null) {
      return;
    }
    Thread watch =
        new Thread(
            () -> {
              ProcessHandle.of(parent).ifPresent(handle -> handle.onExit().join());
              Runtime.getRuntime().halt(1);
            },
            "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void runAll(Contexts contexts, ProbeRun run, boolean local) throws Exception {
    Bench deferred = contexts.deferred();
    run.all(deferred, R08Deadlock.deferred());
    run.last(deferred, R13End.stop("deferred", run.folder()));

    Bench ending = contexts.ending(local ? 1 : 2, run.folder().toString());
    run.all(ending, R11Strict.probes());
    run.all(ending, R02Sessions.probes(run.folder()));
    run.last(ending, R13Plugin.end(run.folder().toString()));

    Bench bench = contexts.monitor(local ? 1 : 2);
    if (local) {
      run.all(bench, List.of(Outlived.inTheNextContext()));
    }
    run.all(bench, onMonitor());
    if (!local) {
      run.last(bench, R10Decommission.inCluster());
    }
    run.last(bench, R13End.stop("monitor", run.folder()));

    run.last(contexts.doomed(), R08Deadlock.monitor(run.folder()));
  }

  private static List<Probe> onMonitor() {
    List<Probe> probes = new ArrayList<>();
    probes.addAll(R01Put.probes());
    probes.addAll(R02Types.probes());
    probes.addAll(R03Books.probes());
    probes.addAll(R04Order.probes());
    probes.addAll(R05Release.probes());
    probes.addAll(R07Failure.probes());
    probes.addAll(R07Interrupt.probes());
    probes.addAll(R08Reentry.probes());
    probes.addAll(R09Reads.probes());
    probes.addAll(R10Driver.probes());
    probes.addAll(R10Listening.probes());
    probes.addAll(R11Pin.probes());
    probes.addAll(R12Execution.probes());
    probes.addAll(R13End.probes());
    return probes;
  }
}
