package dev.lockstep.spark.plain;

import dev.lockstep.spark.replay.NoTransferService;
import java.nio.file.Path;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.memory.UnifiedMemoryManager;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.SerializerManager;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockManagerId;
import org.apache.spark.storage.BlockManagerMaster;
import org.apache.spark.storage.StorageLevel;
import scala.Option;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The block manager of an executor of stock Spark, with its memory store and its disk store, and
 * with a driver that agrees to everything. There are no neighbours.
 */
final class StockBlocks implements AutoCloseable {
  static final ClassTag<Object> ANY = ClassTag$.MODULE$.Any();

  /** All of the memory of each mode. */
  static final long BYTES_MAX = 1_000_000;

  final UnifiedMemoryManager memory;
  final BlockManager manager;
  final SerializerManager serializers;

  /**
   * A store of {@link #BYTES_MAX} for each mode.
   *
   * @param bytesFirst the unroll memory that a put of values asks for before its first value
   */
  StockBlocks(Path disk, long bytesMax, long bytesFirst) {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.local.dir", disk.toString())
            // It looks into java.io, which a JVM without Spark's flags keeps closed.
            .set("spark.serializer.extraDebugInfo", "false")
            .set("spark.memory.offHeap.enabled", "true")
            .set("spark.memory.offHeap.size", Long.toString(bytesMax))
            .set("spark.storage.unrollMemoryThreshold", Long.toString(bytesFirst));
    this.memory = new UnifiedMemoryManager(conf, bytesMax, bytesMax / 2, 1);
    this.serializers = new SerializerManager(new JavaSerializer(conf), conf);
    this.manager = manager(conf, memory, serializers);
  }

  @SuppressWarnings("NullAway") // Shuffles are not its business here.
  private static BlockManager manager(
      SparkConf conf, UnifiedMemoryManager memory, SerializerManager serializers) {
    return new BlockManager(
        "1",
        Network.RPC,
        new AgreeingMaster(conf),
        serializers,
        conf,
        memory,
        null,
        null,
        new NoTransferService(),
        Network.SECURITY,
        Option.empty());
  }

  /** What Spark says of a put: true if the block is stored. */
  boolean put(BlockId id, java.util.Iterator<?> values, StorageLevel level) {
    return manager.putIterator(id, scala(values), level, true, ANY);
  }

  @SuppressWarnings("unchecked")
  static Iterator<Object> scala(java.util.Iterator<?> values) {
    return CollectionConverters.asScala((java.util.Iterator<Object>) values);
  }

  /** What a local read hands out; the block is read-locked until it has come to its end. */
  @SuppressWarnings("unchecked")
  Iterator<Object> read(BlockId id) {
    return (Iterator<Object>) manager.getLocalValues(id).get().data();
  }

  boolean isInMemory(BlockId id) {
    return manager.memoryStore().contains(id);
  }

  boolean isOnDisk(BlockId id) {
    return manager.diskStore().contains(id);
  }

  long bytesUsed() {
    return memory.onHeapStorageMemoryUsed() + memory.offHeapStorageMemoryUsed();
  }

  @Override
  public void close() {
    manager.stop();
  }

  /** What all managers of a JVM share: endpoints have names, nothing is sent over them. */
  private static final class Network {
    static final SparkConf CONF = new SparkConf(false);
    static final SecurityManager SECURITY =
        new SecurityManager(CONF, Option.empty(), SecurityManager.$lessinit$greater$default$3());
    static final RpcEnv RPC = RpcEnv.create("stock", "localhost", 0, CONF, SECURITY, true);
  }

  private static final class AgreeingMaster extends BlockManagerMaster {
    @SuppressWarnings("NullAway") // There is no driver to talk to.
    AgreeingMaster(SparkConf conf) {
      super(null, null, conf, false);
    }

    @Override
    public boolean updateBlockInfo(
        BlockManagerId manager, BlockId id, StorageLevel level, long memory, long disk) {
      return true;
    }
  }
}
