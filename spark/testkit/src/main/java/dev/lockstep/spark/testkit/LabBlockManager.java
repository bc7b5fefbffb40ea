package dev.lockstep.spark.testkit;

import java.util.Locale;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.memory.UnifiedMemoryManager;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.SerializerManager;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.memory.MemoryStore;
import org.apache.spark.storage.memory.ReleaseMode;
import scala.Option;

/**
 * A real block manager of an executor, with its own real memory manager, memory store and block
 * locks, no SparkContext round it and a driver that only listens.
 */
final class LabBlockManager extends BlockManager {
  private static final String EXECUTOR = "1";

  private final UnifiedMemoryManager memory;
  private final ToldStatuses driver;

  @SuppressWarnings("NullAway") // Shuffles are not its business here.
  private LabBlockManager(SparkConf conf, UnifiedMemoryManager memory, ToldStatuses driver) {
    super(
        EXECUTOR,
        Network.RPC,
        driver,
        new SerializerManager(new JavaSerializer(conf), conf),
        conf,
        memory,
        null,
        null,
        new NoNeighbours(),
        Network.SECURITY,
        Option.empty());
    this.memory = memory;
    this.driver = driver;
  }

  /**
   * A block manager whose two pools have this many bytes each. Half of each is the storage region,
   * which execution can't take back (R12); storage may use it all.
   */
  static LabBlockManager create(long bytesOfPool, ReleaseMode mode) {
    requireWovenSpark();
    SparkConf conf =
        new SparkConf(false)
            .set("spark.buffer.pageSize", "1048576")
            .set("spark.storage.unrollMemoryThreshold", "1024")
            .set("spark.memory.offHeap.enabled", "true")
            .set("spark.memory.offHeap.size", Long.toString(bytesOfPool))
            .set("spark.memory.storageFraction", "0.5")
            .set(ReleaseMode.KEY, mode.name().toLowerCase(Locale.ROOT));
    return new LabBlockManager(
        conf,
        new UnifiedMemoryManager(conf, bytesOfPool, bytesOfPool / 2, 1),
        new ToldStatuses(conf));
  }

  UnifiedMemoryManager memory() {
    return memory;
  }

  ToldStatuses driver() {
    return driver;
  }

  private static void requireWovenSpark() {
    boolean woven = false;
    for (var method : MemoryStore.class.getMethods()) {
      woven |= method.getName().equals("putNative");
    }
    if (!woven) {
      throw new IllegalStateException(
          "The class path has Spark's own MemoryStore, from "
              + MemoryStore.class.getProtectionDomain().getCodeSource().getLocation()
              + ". Put lockstep-spark-patch before spark-core.");
    }
  }

  /** What all labs of a JVM share: endpoints have names, nothing is sent over them. */
  private static final class Network {
    static final SparkConf CONF = new SparkConf(false);
    static final SecurityManager SECURITY =
        new SecurityManager(CONF, Option.empty(), SecurityManager.$lessinit$greater$default$3());
    static final RpcEnv RPC =
        RpcEnv.create("lockstep-testkit", "localhost", 0, CONF, SECURITY, true);
  }
}
