package dev.lockstep.cluster;

import dev.lockstep.io.ParentWatch;
import dev.lockstep.simulator.hunt.EndedFile;
import dev.lockstep.simulator.hunt.HuntBudget;
import dev.lockstep.simulator.hunt.HuntForWorstCase;
import dev.lockstep.simulator.hunt.WorstCaseSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The main of the driver's JVM. Prints a line for each round: part of the budget used, sequences,
 * best score.
 */
public final class ClusterHunt {
  private ClusterHunt() {}

  /**
   * Takes the master, the jars that executors need (by commas), the file for the answer, and what
   * to search: policy, goal, universes (by commas), seed, length, and the budget as {@code N}
   * sequences or {@code Nms} of time.
   */
  public static void main(String[] args) throws IOException {
    ParentWatch.begin();
    String budget = args[8];
    WorstCaseSpec spec =
        new WorstCaseSpec(
            args[3],
            args[4],
            List.of(args[5].split(",")),
            Long.parseLong(args[6]),
            Integer.parseInt(args[7]),
            budget.endsWith("ms")
                ? new HuntBudget.Time(
                    Duration.ofMillis(Long.parseLong(budget.substring(0, budget.length() - 2))))
                : new HuntBudget.Sequences(Long.parseLong(budget)));
    try (JavaSparkContext context = new JavaSparkContext(conf(args[0], args[1]))) {
      HuntForWorstCase.Ended ended =
          new HuntForWorstCase(new SparkIslands(context))
              .run(
                  spec,
                  (used, evaluations, best) ->
                      System.out.println("round " + used + " " + evaluations + " " + best));
      EndedFile.write(ended, Path.of(args[2]));
    }
  }

  private static SparkConf conf(String master, String jars) {
    SparkConf conf =
        new SparkConf()
            .setMaster(master)
            .setAppName("lockstep hunt")
            .setJars(jars.isEmpty() ? new String[0] : jars.split(","))
            .set("spark.ui.enabled", "false")
            .set("spark.ui.showConsoleProgress", "false");
    if (master.startsWith("local")) {
      conf.set("spark.driver.host", "localhost")
          .set("spark.driver.bindAddress", "127.0.0.1")
          .set("spark.executor.extraClassPath", System.getProperty("java.class.path"));
    }
    return conf;
  }
}
