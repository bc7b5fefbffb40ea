package dev.lockstep.cluster;

import dev.lockstep.simulator.hunt.Island;
import dev.lockstep.simulator.hunt.IslandRunner;
import dev.lockstep.simulator.hunt.IslandState;
import dev.lockstep.simulator.hunt.IslandTask;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/** Islands as tasks of a Spark job, one each. They come back in order, wherever they have run. */
final class SparkIslands implements IslandRunner {
  private final JavaSparkContext context;

  SparkIslands(JavaSparkContext context) {
    this.context = context;
  }

  @Override
  public List<IslandState> run(List<IslandTask> tasks) {
    return context.parallelize(tasks, tasks.size()).map(Island::run).collect();
  }
}
