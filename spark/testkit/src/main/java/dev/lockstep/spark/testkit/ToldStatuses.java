package dev.lockstep.spark.testkit;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.SparkConf;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManagerId;
import org.apache.spark.storage.BlockManagerMaster;
import org.apache.spark.storage.StorageLevel;

/** The driver's ear: of which blocks the block manager told it a status (R10). */
final class ToldStatuses extends BlockManagerMaster {
  private final Queue<BlockId> told = new ConcurrentLinkedQueue<>();

  @SuppressWarnings("NullAway") // There is no driver to talk to.
  ToldStatuses(SparkConf conf) {
    super(null, null, conf, false);
  }

  @Override
  public boolean updateBlockInfo(
      BlockManagerId manager, BlockId id, StorageLevel level, long memory, long disk) {
    told.add(id);
    return true;
  }

  List<BlockId> told() {
    return List.copyOf(told);
  }
}
