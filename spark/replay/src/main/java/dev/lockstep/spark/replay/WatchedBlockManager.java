package dev.lockstep.spark.replay;

import dev.lockstep.model.Constants;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.SerializerManager;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.io.ChunkedByteBuffer;
import org.jspecify.annotations.Nullable;
import scala.Function0;
import scala.Option;
import scala.reflect.ClassTag;
import scala.util.Either;

/** A real block manager of an executor that tells a listener when it drops a block. */
final class WatchedBlockManager extends BlockManager {
  private static final String EXECUTOR = "1";

  private final WatchedMemory memory;
  private final RecordingMaster recordingMaster;
  private @Nullable DropListener listener;

  @SuppressWarnings("NullAway") // Shuffles are not its business here.
  private WatchedBlockManager(SparkConf conf, WatchedMemory memory, RecordingMaster master) {
    super(
        EXECUTOR,
        Network.RPC,
        master,
        new SerializerManager(new JavaSerializer(conf), conf),
        conf,
        memory,
        null,
        null,
        new NoTransferService(),
        Network.SECURITY,
        Option.empty());
    this.memory = memory;
    this.recordingMaster = master;
  }

  static WatchedBlockManager create(Constants constants) {
    SparkConf conf = StoreParts.conf(constants);
    return new WatchedBlockManager(
        conf, StoreParts.memory(conf, constants), new RecordingMaster(conf));
  }

  StoreParts parts() {
    return new StoreParts(memory, blockInfoManager(), memoryStore());
  }

  RecordingMaster recordingMaster() {
    return recordingMaster;
  }

  void listen(DropListener listener) {
    this.listener = listener;
  }

  @Override
  public <T> StorageLevel dropFromMemory(
      BlockId id, Function0<Either<Object, ChunkedByteBuffer>> data, ClassTag<T> tag) {
    DropListener told = listener;
    if (told == null) {
      return super.dropFromMemory(id, data, tag);
    }
    told.dropBegins(id);
    StorageLevel level = super.dropFromMemory(id, data, tag);
    told.dropEnds();
    return level;
  }

  /** What all managers of a JVM share: endpoints have names, nothing is sent over them. */
  private static final class Network {
    static final SparkConf CONF = new SparkConf(false);
    static final SecurityManager SECURITY =
        new SecurityManager(CONF, Option.empty(), SecurityManager.$lessinit$greater$default$3());
    static final RpcEnv RPC = RpcEnv.create("lockstep", "localhost", 0, CONF, SECURITY, true);
  }
}
