package dev.lockstep.spark.tables;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import dev.lockstep.spark.context.probes.Bench;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What the metrics sources {@code NativeBlocks} and {@code NativeCache} of all executors say.
 *
 * @param resident blocks that are registered now
 * @param evicted blocks that an eviction has ended
 * @param removed blocks that somebody has removed, who had removed or lost their handles
 * @param found partitions read from the cache
 * @param built partitions computed and cached
 * @param broken partitions computed again since a payload was gone
 * @param notKept partitions computed for one reading
 */
record Usage(
    long resident, long evicted, long removed, long found, long built, long broken, long notKept) {
  private static final String ENGINE = "arrow";

  /** No task of others may be running: the question is asked in one on each executor. */
  static Usage of(Bench bench) {
    long[] sums = new long[7];
    for (String executor : bench.executors()) {
      long[] here =
          Arrays.stream(bench.at(executor, site -> here()).split(" "))
              .mapToLong(Long::parseLong)
              .toArray();
      Arrays.setAll(sums, i -> sums[i] + here[i]);
    }
    return new Usage(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6]);
  }

  private static String here() {
    long[] values = {
      value("NativeBlocks", ENGINE + ".blocks"),
      value("NativeBlocks", ENGINE + ".blocksEvicted"),
      value("NativeBlocks", ENGINE + ".blocksRemoved"),
      value("NativeCache", "partitions.found"),
      value("NativeCache", "partitions.built"),
      value("NativeCache", "partitions.broken"),
      value("NativeCache", "partitions.notKept")
    };
    return Arrays.stream(values).mapToObj(Long::toString).collect(Collectors.joining(" "));
  }

  /** 0 if there is no such source yet: sources come with the first block. */
  private static long value(String source, String name) {
    long sum = 0;
    for (Source found :
        CollectionConverters.asJava(SparkEnv.get().metricsSystem().getSourcesByName(source))) {
      Metric metric = found.metricRegistry().getMetrics().get(name);
      if (metric instanceof Gauge<?> gauge && gauge.getValue() instanceof Long value) {
        sum += value;
      } else if (metric instanceof Counter counter) {
        sum += counter.getCount();
      }
    }
    return sum;
  }

  /** Blocks that have been registered since the executors began. */
  long registered() {
    return resident + evicted + removed;
  }

  Usage since(Usage before) {
    return new Usage(
        resident,
        evicted - before.evicted,
        removed - before.removed,
        found - before.found,
        built - before.built,
        broken - before.broken,
        notKept - before.notKept);
  }
}
