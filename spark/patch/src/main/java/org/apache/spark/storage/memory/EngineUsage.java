package org.apache.spark.storage.memory;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.ReleaseReason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * What an engine has in a store and what has become of the rest, in blocks and bytes, since the
 * store was made. Written under the memory manager's monitor, read by any thread.
 */
public final class EngineUsage {
  private static final Logger LOG = LoggerFactory.getLogger(EngineUsage.class);

  private volatile long blocks;
  private volatile long bytes;
  private volatile long blocksEvicted;
  private volatile long bytesEvicted;
  private volatile long blocksRemoved;

  private EngineUsage() {}

  /** Blocks that are registered. */
  public long blocks() {
    return blocks;
  }

  /** Bytes that they have reserved; those whose release is deferred are not among them. */
  public long bytes() {
    return bytes;
  }

  public long blocksEvicted() {
    return blocksEvicted;
  }

  public long bytesEvicted() {
    return bytesEvicted;
  }

  /** Blocks that somebody removed; those that a clear ended are counted nowhere. */
  public long blocksRemoved() {
    return blocksRemoved;
  }

  @SuppressWarnings("NonAtomicOperationOnVolatileField") // Under the monitor.
  void registered(long size) {
    blocks++;
    bytes += size;
  }

  @SuppressWarnings("NonAtomicOperationOnVolatileField") // Under the monitor.
  void ended(long size, ReleaseReason why) {
    blocks--;
    bytes -= size;
    if (why == ReleaseReason.EVICTED) {
      blocksEvicted++;
      bytesEvicted += size;
    } else if (why == ReleaseReason.REMOVED) {
      blocksRemoved++;
    }
  }

  /** The engines of a store, by name. */
  static final class Table {
    private final Map<String, EngineUsage> engines = new ConcurrentHashMap<>();

    private final AtomicReference<@Nullable NativeMetrics> metrics = new AtomicReference<>();

    /** Guarded by the monitor. */
    private long blocksEvicted;

    private Table() {}

    static Table empty() {
      return new Table();
    }

    void registered(NativeBlockId id, long size) {
      of(id).registered(size);
    }

    void ended(NativeBlockId id, long size, ReleaseReason why) {
      of(id).ended(size, why);
      if (why == ReleaseReason.EVICTED) {
        blocksEvicted++;
      }
    }

    /** Makes what a registration needs, which may fail, before it is too late for that. */
    EngineUsage of(NativeBlockId id) {
      EngineUsage known = engines.get(id.engine());
      if (known != null) {
        return known;
      }
      EngineUsage usage = new EngineUsage();
      engines.put(id.engine(), usage);
      return usage;
    }

    /** The engines that have had blocks. */
    int engines() {
      return engines.size();
    }

    void forEach(BiConsumer<String, EngineUsage> action) {
      engines.forEach(action);
    }

    /** Where the figures are published: the one that is known, else this one from now on. */
    NativeMetrics metrics(NativeMetrics ifNone) {
      return metrics.compareAndSet(null, ifNone) ? ifNone : Objects.requireNonNull(metrics.get());
    }

    @Nullable NativeMetrics metrics() {
      return metrics.get();
    }

    long blocksEvicted() {
      return blocksEvicted;
    }

    /** One line an eviction that took native blocks. */
    void logPressure(Option<BlockId> by, long space, MemoryMode mode, long blocksBefore) {
      if (blocksEvicted == blocksBefore || !LOG.isInfoEnabled()) {
        return;
      }
      StringBuilder left = new StringBuilder();
      engines.forEach(
          (engine, usage) ->
              left.append(left.isEmpty() ? "" : ", ")
                  .append(engine)
                  .append(' ')
                  .append(usage.blocks())
                  .append(" blocks of ")
                  .append(usage.bytes())
                  .append(" bytes"));
      LOG.info(
          "{} needed {} bytes {}: {} native blocks were evicted. Left: {}",
          by.isDefined() ? by.get() : "Execution",
          space,
          mode,
          blocksEvicted - blocksBefore,
          left);
    }
  }
}
