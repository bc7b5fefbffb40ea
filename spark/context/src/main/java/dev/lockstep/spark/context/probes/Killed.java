package dev.lockstep.spark.context.probes;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A task that is cancelled, with its thread interrupted, while it runs. */
final class Killed {
  private static final String GROUP = "to be killed";

  private Killed() {}

  static void run(Bench bench, StoreTask task) throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread job =
        Held.daemon(
            "job",
            () -> {
              bench.context.setJobGroup(GROUP, "a job that is cancelled", true);
              Throwable seen = Expect.thrownBy(() -> bench.at(bench.first(), task));
              if (seen != null) {
                thrown.set(seen);
              }
            });
    for (int tries = 0; tries < 200 && !running(bench); tries++) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    Expect.that(running(bench), "a running task");
    // The task is on its way to the executor: it has to get to where it waits.
    TimeUnit.MILLISECONDS.sleep(300);
    bench.context.cancelJobGroup(GROUP);
    job.join(10_000);
    Expect.that(!job.isAlive(), "an end of the job");
    Expect.that(thrown.get() != null, "a job that fails");
  }

  private static boolean running(Bench bench) {
    for (int job : bench.context.statusTracker().getJobIdsForGroup(GROUP)) {
      var info = bench.context.statusTracker().getJobInfo(job);
      if (info == null) {
        continue;
      }
      for (int stage : info.stageIds()) {
        var at = bench.context.statusTracker().getStageInfo(stage);
        if (at != null && at.numActiveTasks() > 0) {
          return true;
        }
      }
    }
    return false;
  }
}
