package dev.lockstep.spark.replay;

import org.apache.spark.SparkConf;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.memory.UnifiedMemoryManager;

/** A real memory manager that tells a watch before and after storage bytes go back. */
final class WatchedMemory extends UnifiedMemoryManager {
  private Runnable watch = () -> {};

  WatchedMemory(SparkConf conf, long heapBytesMax, long heapStorageRegionBytes) {
    super(conf, heapBytesMax, heapStorageRegionBytes, 1);
  }

  void watch(Runnable watch) {
    this.watch = watch;
  }

  @Override
  public synchronized void releaseStorageMemory(long bytes, MemoryMode mode) {
    watch.run();
    super.releaseStorageMemory(bytes, mode);
    watch.run();
  }
}
