package dev.lockstep.spark.columnar;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import org.apache.spark.metrics.source.Source;

/**
 * What became of the partitions that tasks of this executor asked for: source {@code NativeCache}
 * of Spark's metrics system. The bytes of payloads are in the source {@code NativeBlocks}.
 */
final class CacheMetrics implements Source {
  private final MetricRegistry registry = new MetricRegistry();

  private final Counter found = registry.counter("partitions.found");
  private final Counter built = registry.counter("partitions.built");
  private final Counter broken = registry.counter("partitions.broken");
  private final Counter notKept = registry.counter("partitions.notKept");

  /** Read from the cache. */
  void partitionFound() {
    found.inc();
  }

  /** Computed and cached. */
  void partitionBuilt() {
    built.inc();
  }

  /** Cached, but a payload was gone: it is computed again. */
  void partitionBroken() {
    broken.inc();
  }

  /** Computed and read once, since there was no space, or other attempts' blocks were there. */
  void partitionNotKept() {
    notKept.inc();
  }

  @Override
  public String sourceName() {
    return "NativeCache";
  }

  @Override
  public MetricRegistry metricRegistry() {
    return registry;
  }
}
