package dev.lockstep.spark.replay;

import org.apache.spark.network.BlockDataManager;
import org.apache.spark.network.BlockTransferService;
import org.apache.spark.network.buffer.ManagedBuffer;
import org.apache.spark.network.shuffle.BlockFetchingListener;
import org.apache.spark.network.shuffle.DownloadFileManager;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.StorageLevel;
import scala.concurrent.Future;
import scala.reflect.ClassTag;
import scala.runtime.BoxedUnit;

/**
 * A network without neighbours: a block manager needs one, and blocks in memory alone never use it.
 */
public final class NoTransferService extends BlockTransferService {
  @Override
  public void init(BlockDataManager manager) {}

  @Override
  public int port() {
    return 0;
  }

  @Override
  public String hostName() {
    return "localhost";
  }

  @Override
  public void fetchBlocks(
      String host,
      int port,
      String executor,
      String[] blocks,
      BlockFetchingListener listener,
      DownloadFileManager files) {
    throw new UnsupportedOperationException("no neighbour to fetch from");
  }

  @Override
  public Future<BoxedUnit> uploadBlock(
      String host,
      int port,
      String executor,
      BlockId id,
      ManagedBuffer data,
      StorageLevel level,
      ClassTag<?> tag) {
    throw new UnsupportedOperationException("no neighbour to upload to");
  }

  @Override
  public void close() {}
}
