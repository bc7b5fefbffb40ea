package dev.lockstep.spark.arrow;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.storage.NativeBlockStore;
import org.jspecify.annotations.Nullable;

/**
 * An engine for each executor, from its start to its shutdown: {@code
 * spark.plugins=dev.lockstep.spark.arrow.ArrowPlugin}.
 */
public final class ArrowPlugin implements SparkPlugin {
  private static final AtomicReference<@Nullable ArrowEngine> CURRENT = new AtomicReference<>();

  /** The engine of this executor, for its tasks. */
  public static ArrowEngine engine() {
    ArrowEngine current = CURRENT.get();
    if (current == null) {
      throw new IllegalStateException("spark.plugins has no ArrowPlugin, or it was shut down");
    }
    return current;
  }

  /** None: the driver's plugins begin before the driver has a memory manager. */
  @Override
  @SuppressWarnings("NullAway") // Spark takes null for none.
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    ArrowEngine[] mine = new ArrowEngine[1];
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> configuration) {
        mine[0] = new ArrowEngine(NativeBlockStore.ofThisExecutor());
        CURRENT.set(mine[0]);
      }

      /**
       * Before Spark's block manager stops or, in local mode, beside it; there the next
       * SparkContext may have its engine already.
       */
      @Override
      public void shutdown() {
        CURRENT.compareAndSet(mine[0], null);
        mine[0].close();
      }
    };
  }
}
