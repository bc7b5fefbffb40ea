package org.apache.spark.storage.memory;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
  private final Set<String> engines = ConcurrentHashMap.newKeySet();

  private NativeMetrics() {}

  /**
   * Adds the source to the metrics system of this executor, once, and the gauges of each engine.
   * Not with the monitor held, since the metrics system has locks of its own: the put that comes
   * next does it then.
   */
  public static void publish(MemoryStore store) {
    NativeReleases releases = store.native$releases;
    SparkEnv env = SparkEnv.get();
    if (env == null || releases == null || NativeEntries.isMonitorHeld(store)) {
      return;
    }
    EngineUsage.Table usage = releases.usage();
    NativeMetrics metrics = usage.metrics();
    if (metrics == null) {
      NativeMetrics made = new NativeMetrics();
      metrics = usage.metrics(made);
      if (metrics == made) {
        env.metricsSystem().registerSource(metrics);
      }
    }
    if (metrics.engines.size() < usage.engines()) {
      usage.forEach(metrics::add);
    }
  }

  private void add(String engine, EngineUsage usage) {
    if (engines.add(engine)) {
      gauge(engine, "blocks", usage, EngineUsage::blocks);
      gauge(engine, "bytes", usage, EngineUsage::bytes);
      gauge(engine, "blocksEvicted", usage, EngineUsage::blocksEvicted);
      gauge(engine, "bytesEvicted", usage, EngineUsage::bytesEvicted);
      gauge(engine, "blocksRemoved", usage, EngineUsage::blocksRemoved);
    }
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
