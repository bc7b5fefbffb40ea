package dev.lockstep.spark.replay;

import dev.lockstep.model.Action;
import dev.lockstep.model.Constants;
import dev.lockstep.traces.Anomaly;
import dev.lockstep.traces.Observation;
import dev.lockstep.traces.StoreSnapshot;
import dev.lockstep.traces.StoreUnderTest;
import java.util.List;

/**
 * The patched store inside a real {@code BlockManager}: the same calls and observations as {@link
 * SparkStore}, through the block manager's own methods, and R10 besides. Some milliseconds a store.
 */
public final class BlockManagerStore implements StoreUnderTest {
  private final SparkStore store;

  /** A fresh block manager. */
  public BlockManagerStore(Constants constants) {
    this.store = new SparkStore(constants, new ManagedBlocks(constants));
  }

  @Override
  public Observation apply(Action action) {
    return store.apply(action);
  }

  @Override
  public StoreSnapshot snapshot() {
    return store.snapshot();
  }

  @Override
  public List<Anomaly> finish() {
    return store.finish();
  }
}
