package dev.lockstep.spark.context.probes;

import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.storage.PinnedNativeBlock;
import org.apache.spark.util.TaskCompletionListener;

/** R11 where Spark takes a lock that a task leaves for a failure of the task. */
final class R11Strict {
  private R11Strict() {}

  static List<Probe> probes() {
    return List.of(
        Probe.of(
            "R11", "a pin that a task leaves fails it, if Spark is told to", R11Strict::leaves),
        Probe.atStore("R11", "a completion listener gives pins back in time", R11Strict::listens));
  }

  private static String leaves(Bench bench) {
    Throwable failure =
        Expect.thrownBy(
            () ->
                bench.at(
                    bench.first(),
                    site -> {
                      site.stored("left", 1);
                      return String.valueOf(site.natives.pinNative(Site.id("left")).isPresent());
                    }));
    Expect.contains(
        "failure of the task", "1 block locks were not released", String.valueOf(failure));
    Expect.contains("failure of the task", Site.id("left").name(), String.valueOf(failure));
    return "1 block locks were not released";
  }

  private static String listens(Site site) {
    site.stored("given-back", 1);
    PinnedNativeBlock pin = site.natives.pinNative(Site.id("given-back")).orElseThrow();
    // A cast: Scala's functions are lambdas, too.
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) ended -> pin.close());
    return "the task ends well";
  }
}
