package org.apache.spark.storage.memory;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.function.ToLongFunction;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;

/**
 * What each engine has in the store of this executor, as gauges in Spark's metrics system: source
 * {@code NativeBlocks}, metrics {@code <engine>.blocks}, {@code .bytes}, {@code .blocksEvicted},
 * {@code .bytesEvicted} and {@code .blocksRemoved}. They come with an engine's first block.
 */
public final class NativeMetrics implements Source {
  private final MetricRegistry registry = new MetricRegistry();

  private NativeMetrics() {}

  /** Adds the source to the metrics system of this executor, once. */
  public static void publish(MemoryStore store) {
    NativeReleases known = store.native$releases;
    SparkEnv env = SparkEnv.get();
    if (env == null || (known != null && known.usage().isWatched())) {
      return;
    }
    NativeMetrics metrics = new NativeMetrics();
    synchronized (store.memoryManager) {
      EngineUsage.Table usage = NativeReleases.of(store).usage();
      if (usage.isWatched()) {
        return;
      }
      usage.watch(metrics::add);
    }
    // Not under the monitor: the metrics system has locks of its own.
    env.metricsSystem().registerSource(metrics);
  }

  private void add(String engine, EngineUsage usage) {
    gauge(engine, "blocks", usage, EngineUsage::blocks);
    gauge(engine, "bytes", usage, EngineUsage::bytes);
    gauge(engine, "blocksEvicted", usage, EngineUsage::blocksEvicted);
    gauge(engine, "bytesEvicted", usage, EngineUsage::bytesEvicted);
    gauge(engine, "blocksRemoved", usage, EngineUsage::blocksRemoved);
  }

  private void gauge(
      String engine, String name, EngineUsage usage, ToLongFunction<EngineUsage> value) {
    registry.register(
        MetricRegistry.name(engine, name), (Gauge<Long>) () -> value.applyAsLong(usage));
  }

  @Override
  public String sourceName() {
    return "NativeBlocks";
  }

  @Override
  public MetricRegistry metricRegistry() {
    return registry;
  }
}
