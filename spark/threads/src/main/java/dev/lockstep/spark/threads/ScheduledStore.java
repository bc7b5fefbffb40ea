package dev.lockstep.spark.threads;

import dev.lockstep.schedule.Points;
import dev.lockstep.spark.replay.TaskContexts;
import dev.lockstep.spark.replay.Units;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkConf;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.memory.UnifiedMemoryManager;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.SerializerManager;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfo;
import org.apache.spark.storage.BlockInfoManager;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.storage.memory.BlockEvictionHandler;
import org.apache.spark.storage.memory.MemoryStore;
import org.apache.spark.util.io.ChunkedByteBuffer;
import scala.Function0;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.util.Either;

/**
 * Spark's own objects, made anew for a run, with the protocol of {@code BlockManager} round them
 * (doPut, getLocalBytes, removeBlock, dropFromMemory, stop), step for step. On-heap; {@link
 * #MEMORY_UNITS} of memory, of which {@link #REGION_UNITS} is the storage region.
 */
final class ScheduledStore implements BlockEvictionHandler {
  static final int MEMORY_UNITS = 3;
  static final int REGION_UNITS = 1;
  static final MemoryMode MODE = MemoryMode.ON_HEAP;
  static final ClassTag<Object> ANY = ClassTag$.MODULE$.Any();

  private static final SparkConf CONF =
      new SparkConf(false)
          .set("spark.buffer.pageSize", "1048576")
          .set("spark.storage.unrollMemoryThreshold", Long.toString(Units.BYTES))
          // Unmanaged memory counts at all only if it is asked for now and then.
          .set("spark.memory.unmanagedMemoryPollingInterval", "1h");
  private static final SerializerManager SERIALIZERS =
      new SerializerManager(new JavaSerializer(CONF), CONF);

  static {
    OptionalCalls.withoutPoller();
  }

  private static final byte[] ZEROS = new byte[(int) (MEMORY_UNITS * Units.BYTES)];

  /** With visibility, which only blocks of RDDs have. */
  private final BlockInfoManager locks = new BlockInfoManager(true);

  private final UnifiedMemoryManager manager =
      new UnifiedMemoryManager(CONF, MEMORY_UNITS * Units.BYTES, REGION_UNITS * Units.BYTES, 1);
  private final MemoryStore memory;
  private final Lock engine = new ReentrantLock();
  private final List<String> broken = new ArrayList<>();
  private final ScheduledNatives natives = new ScheduledNatives(this);
  private final Set<BlockId> failingDrops = new HashSet<>();
  private boolean stopped;
  private boolean ended;

  ScheduledStore() {
    OptionalCalls.forgetUnmanaged();
    memory = new MemoryStore(CONF, locks, SERIALIZERS, manager, this);
    manager.setMemoryStore(memory);
  }

  BlockInfoManager locks() {
    return locks;
  }

  MemoryStore memory() {
    return memory;
  }

  UnifiedMemoryManager manager() {
    return manager;
  }

  Lock engine() {
    return engine;
  }

  /** Whether a stop has begun. */
  boolean stopped() {
    return stopped;
  }

  /** Whether a stop or a clear has begun. */
  boolean ended() {
    return ended;
  }

  List<String> broken() {
    return broken;
  }

  /** On a stock Spark only {@link ScheduledNatives#pins} may be asked for. */
  ScheduledNatives natives() {
    return natives;
  }

  // Locks that are given back

  /** The blocks that there are, as their infos are listed. */
  int listInfos() {
    return locks.entries().size();
  }

  boolean withRead(BlockName block, boolean waits) {
    return unlocked(block, locks.lockForReading(block.id(), waits).isDefined());
  }

  boolean withWrite(BlockName block, boolean waits) {
    return unlocked(block, locks.lockForWriting(block.id(), waits).isDefined());
  }

  private boolean unlocked(BlockName block, boolean locked) {
    if (locked) {
      Points.call("unlock");
      locks.unlock(block.id(), Option.empty());
    }
    return locked;
  }

  /** How many locks it were. The task's pins are lost with them (R11). */
  int unlockAll(long task) {
    natives.pins().lose(task);
    return locks.releaseAllLocksForTask(task).size();
  }

  boolean withNew(BlockName block, boolean orRead) {
    boolean isNew = LockNew.lock(locks, block.id(), newInfo(), orRead);
    Points.call("give back");
    if (isNew) {
      locks.removeBlock(block.id());
    } else if (orRead) {
      locks.unlock(block.id(), Option.empty());
    }
    return isNew;
  }

  void downgradeAndUnlock(BlockName block) {
    locks.downgradeLock(block.id());
    Points.call("unlock");
    locks.unlock(block.id(), Option.empty());
  }

  String withMemory(int task, int units) {
    long granted = manager.acquireExecutionMemory(Units.bytes(units), task, MODE);
    Points.call("give");
    manager.releaseExecutionMemory(granted, task, MODE);
    return "" + granted / Units.BYTES;
  }

  boolean withUnroll(BlockName block, int units) {
    boolean reserved = memory.reserveUnrollMemoryForThisTask(block.id(), Units.bytes(units), MODE);
    Points.call("give back");
    memory.releaseUnrollMemoryForThisTask(MODE, Long.MAX_VALUE);
    return reserved;
  }

  // Ordinary blocks

  BlockInfo newInfo() {
    return new BlockInfo(StorageLevel.MEMORY_ONLY_SER(), ANY, false);
  }

  boolean putBytes(BlockName block) {
    return memory.putBytes(
        block.id(),
        Units.bytes(block.units()),
        MODE,
        () -> {
          if (block.has(BlockName.Trouble.THROWS)) {
            throw new IllegalStateException("bytes of " + block.name());
          }
          return new ChunkedByteBuffer(
              ByteBuffer.wrap(ZEROS, 0, (int) Units.bytes(block.units())).slice());
        },
        ANY);
  }

  boolean putValues(BlockName block) {
    return memory
        .putIteratorAsValues(block.id(), Values.of(block, () -> natives.callFrom(block)), MODE, ANY)
        .isRight();
  }

  /** Some serializable values, which Spark turns into bytes. */
  boolean putIterator(BlockName block) {
    return memory
        .putIteratorAsBytes(
            block.id(),
            CollectionConverters.asScala(List.<Object>of("a", "b").iterator()),
            ANY,
            MODE)
        .isRight();
  }

  /** A call of a thread that has been interrupted before. */
  boolean interrupted(BooleanSupplier call) {
    Thread.currentThread().interrupt();
    try {
      return call.getAsBoolean();
    } finally {
      Thread.interrupted();
    }
  }

  /** A call of a task attempt that has been told to end. */
  boolean killed(int task, BooleanSupplier call) {
    return TaskContexts.asKilled(task, call);
  }

  /** As BlockManager.doPut. */
  String put(BlockName block, BooleanSupplier body) {
    BlockId id = block.id();
    BlockInfo info = newInfo();
    if (block.has(BlockName.Trouble.DROP)) {
      failingDrops.add(id);
    }
    if (!LockNew.lock(locks, id, info, false)) {
      return "DUPLICATE";
    }
    boolean stored = false;
    try {
      stored = body.getAsBoolean();
      if (stored) {
        info.size_$eq(Units.bytes(block.units()));
        locks.unlock(id, Option.empty());
      }
      return stored ? "STORED" : "NO_SPACE";
    } finally {
      if (!stored) {
        removeLocked(id);
      }
    }
  }

  /** As BlockManager.getLocalBytes, getLocalValues: a hit keeps its read lock. */
  String get(BlockName block) {
    BlockId id = block.id();
    if (locks.lockForReading(id, true).isEmpty()) {
      return "ABSENT";
    }
    boolean hit = (block.kind() == 'v' ? memory.getValues(id) : memory.getBytes(id)).isDefined();
    if (!hit) {
      locks.unlock(id, Option.empty());
      return "ABSENT";
    }
    return "HIT";
  }

  String withGet(BlockName block) {
    String got = get(block);
    if (got.equals("HIT")) {
      Points.call("unlock");
      locks.unlock(block.id(), Option.empty());
    }
    return got;
  }

  /** As BlockManager.removeBlock. */
  String remove(BlockName block) {
    if (locks.lockForWriting(block.id(), true).isEmpty()) {
      return "ABSENT";
    }
    removeLocked(block.id());
    return "REMOVED";
  }

  /** As BlockManager.removeBlockInternal: the info goes whatever the store throws. */
  private void removeLocked(BlockId id) {
    try {
      memory.remove(id);
    } finally {
      locks.removeBlock(id);
    }
  }

  /** As BlockManager.dropFromMemory of a memory-only level. */
  @Override
  public <T> StorageLevel dropFromMemory(
      BlockId id, Function0<Either<Object, ChunkedByteBuffer>> data, ClassTag<T> tag) {
    locks.assertBlockIsLockedForWriting(id);
    if (failingDrops.contains(id)) {
      throw new IllegalStateException("drop of " + id);
    }
    memory.remove(id);
    return StorageLevel.NONE();
  }

  /** As BlockManager.stop. */
  void stop() {
    stopped = true;
    clearing();
    locks.clear();
    memory.clear();
  }

  /** A clear takes no notice of locks (R13). */
  void clearing() {
    ended = true;
  }

  /** As the end of a task attempt in an executor. */
  void endTask(long task) {
    unlockAll(task);
    memory.releaseUnrollMemoryForThisTask(MODE, Long.MAX_VALUE);
    manager.releaseAllExecutionMemoryForTask(task);
  }
}
