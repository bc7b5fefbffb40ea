package dev.lockstep.spark.context.probes;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Starts the SparkContexts that probes run on, small enough for a block to fill them. */
final class Contexts {
  /** Of which Spark gives 60 % to storage and execution. */
  private static final String MEMORY_BYTES = "20000000";

  private final String master;

  Contexts(String master) {
    this.master = master;
  }

  private SparkConf conf() {
    SparkConf conf =
        new SparkConf(false)
            .setMaster(master)
            .setAppName("lockstep")
            .set("spark.testing.memory", MEMORY_BYTES)
            .set("spark.testing.reservedMemory", "0")
            .set("spark.ui.enabled", "false")
            .set("spark.ui.showConsoleProgress", "false")
            .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .set("spark.taskMetrics.trackUpdatedBlockStatuses", "true")
            .set("spark.executor.heartbeatInterval", "1s")
            .set("spark.locality.wait", "20s")
            // A clean-up asks every executor and waits; one whose block manager a probe has stopped
            // never answers, and the stop of the context waits for the clean-up.
            .set("spark.cleaner.referenceTracking.blocking", "false")
            .set("spark.task.maxFailures", "1")
            .set("spark.driver.host", "localhost")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.stage.maxConsecutiveAttempts", "1")
            .set("spark.decommission.enabled", "true")
            .set("spark.storage.decommission.enabled", "true")
            .set("spark.storage.decommission.rddBlocks.enabled", "true")
            .set("spark.storage.decommission.shuffleBlocks.enabled", "false")
            .set("spark.storage.decommission.replicationReattemptInterval", "500ms");
    if (!master.startsWith("local[")) {
      conf.set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
          .set(
              "spark.executor.extraJavaOptions",
              "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dlog4j2.configurationFile="
                  + System.getProperty("log4j2.configurationFile"));
    }
    return conf;
  }

  /** Releases run under the monitor. The driver has its pages, too. */
  Bench monitor(int executors) throws Exception {
    return start(conf().set("spark.ui.enabled", "true").set("spark.ui.port", "0"), executors);
  }

  /** Releases are deferred. */
  Bench deferred() throws Exception {
    return start(conf().set("spark.storage.native.release", "deferred"), 1);
  }

  /** For a deadlock: nobody will need it afterwards. */
  Bench doomed() throws Exception {
    return start(conf(), 1);
  }

  /**
   * Engines live in a plugin, a pin that a task leaves is a failure, sessions have class loaders of
   * their own, and executors that are idle are let go.
   */
  Bench ending(int executors, String folder) throws Exception {
    SparkConf conf =
        conf()
            .set("spark.plugins", EndingPlugin.class.getName())
            .set(EndingPlugin.FOLDER, folder)
            .set("spark.storage.exceptionOnPinLeak", "true")
            .set("spark.executor.userClassPathFirst", "true")
            .set("spark.decommission.enabled", "false")
            .set("spark.storage.decommission.enabled", "false");
    if (executors > 1) {
      conf.set("spark.dynamicAllocation.enabled", "true")
          .set("spark.dynamicAllocation.minExecutors", "0")
          .set("spark.dynamicAllocation.initialExecutors", Integer.toString(executors))
          .set("spark.dynamicAllocation.maxExecutors", Integer.toString(executors))
          .set("spark.dynamicAllocation.executorIdleTimeout", "10s")
          .set("spark.dynamicAllocation.cachedExecutorIdleTimeout", "1h");
    }
    return start(conf, executors);
  }

  private Bench start(SparkConf conf, int executors) throws Exception {
    if (executors == 1) {
      conf.set("spark.cores.max", "1");
    }
    JavaSparkContext context = new JavaSparkContext(conf);
    context.setLogLevel("WARN");
    Overheard overheard = new Overheard();
    context.sc().addSparkListener(overheard);
    return Bench.of(context, overheard, executors);
  }
}
