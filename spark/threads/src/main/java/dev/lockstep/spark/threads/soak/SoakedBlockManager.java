package dev.lockstep.spark.threads.soak;

import dev.lockstep.spark.replay.NoTransferService;
import dev.lockstep.spark.replay.RecordingMaster;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.memory.UnifiedMemoryManager;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.SerializerManager;
import org.apache.spark.storage.BlockInfoManager;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockManagerDecommissioner;
import org.apache.spark.storage.memory.ReleaseMode;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** A real block manager of an executor, with a small memory manager and a driver that listens. */
final class SoakedBlockManager extends BlockManager {
  private static final String EXECUTOR = "1";

  private final SparkConf conf;
  private final UnifiedMemoryManager memory;
  private final RecordingMaster driver;
  private volatile @Nullable ClearHook hook;

  @SuppressWarnings("NullAway") // Shuffles are not its business here.
  private SoakedBlockManager(SparkConf conf, UnifiedMemoryManager memory, RecordingMaster driver) {
    super(
        EXECUTOR,
        Network.RPC,
        driver,
        new SerializerManager(new JavaSerializer(conf), conf),
        conf,
        memory,
        null,
        null,
        new NoTransferService(),
        Network.SECURITY,
        Option.empty());
    this.conf = conf;
    this.memory = memory;
    this.driver = driver;
  }

  /** Two pools of this size each; half of each is the storage region. */
  static SoakedBlockManager create(long bytesOfPool, ReleaseMode mode) {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.buffer.pageSize", "1048576")
            .set("spark.storage.unrollMemoryThreshold", "1024")
            .set("spark.memory.offHeap.enabled", "true")
            .set("spark.memory.offHeap.size", Long.toString(bytesOfPool))
            .set("spark.memory.storageFraction", "0.5")
            .set(ReleaseMode.KEY, mode.name().toLowerCase(Locale.ROOT));
    return new SoakedBlockManager(
        conf,
        new UnifiedMemoryManager(conf, bytesOfPool, bytesOfPool / 2, 1),
        new RecordingMaster(conf));
  }

  UnifiedMemoryManager memory() {
    return memory;
  }

  RecordingMaster driver() {
    return driver;
  }

  /** As an executor that has been told to leave: it is refused what it would have to move. */
  void decommission() {
    decommissioner_$eq(Option.apply(new BlockManagerDecommissioner(conf, this)));
  }

  /** So that the threads have more to do than to be refused. No executor does this. */
  void recommission() {
    decommissioner_$eq(Option.empty());
  }

  /**
   * Stops.
   *
   * @param beforeClear run when blocks and tasks are about to be forgotten: what comes before that,
   *     the disk and the network, takes longest and changes nothing for the other threads
   */
  void stop(Runnable beforeClear) {
    // Spark deletes a folder by a process, rm: one that is empty goes before.
    List<File> folders = new ArrayList<>(List.of(diskBlockManager().localDirs()));
    folders.removeIf(File::delete);
    hook = new ClearHook(Thread.currentThread(), beforeClear);
    super.stop();
  }

  private record ClearHook(Thread stopper, Runnable beforeClear) {}

  /** A stop's first use of it is the clear. */
  @Override
  public BlockInfoManager blockInfoManager() {
    ClearHook waiting = hook;
    if (waiting != null && waiting.stopper == Thread.currentThread()) {
      hook = null;
      waiting.beforeClear.run();
    }
    return super.blockInfoManager();
  }

  /** What all managers of a JVM share: endpoints have names, nothing is sent over them. */
  private static final class Network {
    static final SparkConf CONF = new SparkConf(false);
    static final SecurityManager SECURITY =
        new SecurityManager(CONF, Option.empty(), SecurityManager.$lessinit$greater$default$3());
    static final RpcEnv RPC = RpcEnv.create("lockstep-soak", "localhost", 0, CONF, SECURITY, true);
  }
}
