package dev.lockstep.spark.replay;

import dev.lockstep.traces.Anomaly;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManagerId;
import org.apache.spark.storage.BlockManagerMaster;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.StorageLevel;

/** The driver's ear: hears every status that a block manager sends, none of a native one (R10). */
public final class RecordingMaster extends BlockManagerMaster {
  private final List<Anomaly> anomalies = new ArrayList<>();
  private int updates;

  @SuppressWarnings("NullAway") // There is no driver to talk to.
  public RecordingMaster(SparkConf conf) {
    super(null, null, conf, false);
  }

  @Override
  public synchronized boolean updateBlockInfo(
      BlockManagerId manager, BlockId id, StorageLevel level, long memory, long disk) {
    updates++;
    if (id instanceof NativeBlockId) {
      anomalies.add(new Anomaly("R10", "the master was sent a status of " + id + ": " + level));
    }
    return true;
  }

  /** Statuses sent so far. */
  synchronized int updates() {
    return updates;
  }

  public synchronized List<Anomaly> takeAnomalies() {
    List<Anomaly> taken = List.copyOf(anomalies);
    anomalies.clear();
    return taken;
  }
}
