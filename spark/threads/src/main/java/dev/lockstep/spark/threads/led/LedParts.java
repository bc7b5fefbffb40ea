package dev.lockstep.spark.threads.led;

import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.spark.replay.Units;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.spark.SparkConf;
import org.apache.spark.memory.UnifiedMemoryManager;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfoManager;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativeBlockStore;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.storage.TestBlockId;
import org.apache.spark.storage.memory.BlockEvictionHandler;
import org.apache.spark.storage.memory.MemoryStore;
import org.apache.spark.storage.memory.NativeReleases;
import org.apache.spark.util.io.ChunkedByteBuffer;
import scala.Function0;
import scala.reflect.ClassTag;
import scala.util.Either;

/** Spark's own objects for the constants of a trace, and the ids of its blocks. */
final class LedParts implements BlockEvictionHandler {
  private static final int OWNER = 0;

  private final LockConstants constants;
  private final BlockInfoManager locks = new BlockInfoManager(false);
  private final UnifiedMemoryManager manager;
  private final MemoryStore memory;
  private final NativeBlockStore natives;
  private final LedReleaser releaser = new LedReleaser();
  private final Lock engine = new ReentrantLock();
  private final List<String> names;
  private final BlockId[] ids;
  private final Map<BlockId, Integer> positions = new HashMap<>();

  @SuppressWarnings("NullAway") // Without a serializer: values are never turned into bytes here.
  LedParts(LockConstants constants) {
    this.constants = constants;
    SparkConf conf = new SparkConf(false).set("spark.buffer.pageSize", "1048576");
    manager =
        new UnifiedMemoryManager(
            conf, Units.bytes(constants.storageMax()), Units.bytes(constants.region()), 1);
    memory = new MemoryStore(conf, locks, null, manager, this);
    manager.setMemoryStore(memory);
    if (constants.deferredRelease()) {
      NativeReleases.deferTo(memory, releaser);
    }
    natives = new NativeBlockStore(memory, locks);
    names = constants.blocks();
    ids = new BlockId[names.size()];
    for (int b = 0; b < ids.length; b++) {
      ids[b] = idOf(b);
      positions.put(ids[b], b);
    }
    for (int t = 1; t <= constants.tasks(); t++) {
      locks.registerTask((long) t);
    }
  }

  private BlockId idOf(int block) {
    String name = names.get(block);
    boolean owned = constants.owned().contains(name);
    if (isNative(block)) {
      return owned
          ? NativeBlockId.ofRdd("lockstep", name, OWNER)
          : NativeBlockId.of("lockstep", name);
    }
    return owned ? new RDDBlockId(OWNER, block) : new TestBlockId(name);
  }

  LockConstants constants() {
    return constants;
  }

  boolean isNative(int block) {
    return block < constants.natives().size();
  }

  BlockInfoManager locks() {
    return locks;
  }

  UnifiedMemoryManager manager() {
    return manager;
  }

  MemoryStore memory() {
    return memory;
  }

  NativeBlockStore natives() {
    return natives;
  }

  LedReleaser releaser() {
    return releaser;
  }

  Lock engine() {
    return engine;
  }

  String name(int block) {
    return names.get(block);
  }

  BlockId id(int block) {
    return ids[block];
  }

  NativeBlockId nativeId(int block) {
    return (NativeBlockId) ids[block];
  }

  /** The position of a block, or -1 for anything else. */
  int positionOf(Object id) {
    return id instanceof BlockId block ? positions.getOrDefault(block, -1) : -1;
  }

  long bytes(int block) {
    return Units.bytes(constants.size2().contains(names.get(block)) ? 2 : 1);
  }

  /** As BlockManager.dropFromMemory of a memory-only level. */
  @Override
  public <T> StorageLevel dropFromMemory(
      BlockId id, Function0<Either<Object, ChunkedByteBuffer>> data, ClassTag<T> tag) {
    if (constants.dropFails().contains(name(positionOf(id)))) {
      throw new IllegalStateException("drop of " + id);
    }
    locks.assertBlockIsLockedForWriting(id);
    memory.remove(id);
    return StorageLevel.NONE();
  }
}
