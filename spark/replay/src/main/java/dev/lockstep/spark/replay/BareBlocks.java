package dev.lockstep.spark.replay;

import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.Result;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkConf;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfo;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.storage.memory.BlockEvictionHandler;
import org.apache.spark.util.io.ChunkedByteBuffer;
import org.jspecify.annotations.Nullable;
import scala.Function0;
import scala.Option;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.util.Either;

/**
 * The protocol of {@code BlockManager} (doPut, getLocalValues, removeBlockInternal, dropFromMemory,
 * stop) round a bare store, step for step, without disk, network and master.
 */
final class BareBlocks implements BlockProtocol, BlockEvictionHandler {
  private static final ClassTag<Object> ANY = ClassTag$.MODULE$.Any();

  private final Constants constants;
  private final StoreParts parts;
  private final BlockIds ids;
  private final EndingWatch watch;
  private final NativeAdapter adapter;
  private final NativeStore natives;

  BareBlocks(Constants constants, NativeAdapter adapter) {
    this.constants = constants;
    this.adapter = adapter;
    SparkConf conf = StoreParts.conf(constants);
    WatchedMemory memory = StoreParts.memory(conf, constants);
    this.natives = adapter.open(conf, memory, this, constants.deferredRelease());
    this.parts = StoreParts.of(memory, natives, constants);
    this.ids = new BlockIds(constants, adapter);
    this.watch = new EndingWatch(parts, ids, constants.deferredRelease());
  }

  @Override
  public StoreParts parts() {
    return parts;
  }

  @Override
  public BlockIds ids() {
    return ids;
  }

  @Override
  public NativeAdapter adapter() {
    return adapter;
  }

  @Override
  public EndingWatch watch() {
    return watch;
  }

  /**
   * As BlockManager.dropFromMemory of a memory-only level: the store has write-locked the block.
   */
  @Override
  public <T> StorageLevel dropFromMemory(
      BlockId id, Function0<Either<Object, ChunkedByteBuffer>> data, ClassTag<T> tag) {
    watch.dropBegins(id);
    parts.locks().assertBlockIsLockedForWriting(id);
    parts.store().remove(id);
    watch.dropEnds();
    return StorageLevel.NONE();
  }

  @Override
  public void settle() {
    natives.settle();
  }

  @Override
  public Result putNative(BlockId id, BlockSpec block, Runnable release) {
    return Called.resultOf(
        natives.put(id, Units.bytes(block.size()), Units.mode(block.mode()), release));
  }

  @Override
  public Result putBytes(BlockId id, BlockSpec block) {
    return put(
        id,
        Levels.bytes(block.mode()),
        () ->
            parts
                .store()
                .putBytes(
                    id,
                    Units.bytes(block.size()),
                    Units.mode(block.mode()),
                    () -> BlockContents.bytes(block),
                    ANY));
  }

  @Override
  public Result putValues(BlockId id, BlockSpec block) {
    return put(
        id,
        Levels.VALUES,
        () ->
            parts
                .store()
                .putIteratorAsValues(id, BlockContents.values(block), Units.mode(block.mode()), ANY)
                .isRight());
  }

  /** As BlockManager.doPut, whose callers refuse a native id before they come here (R2). */
  private Result put(BlockId id, StorageLevel level, BooleanSupplier body) {
    if (adapter.isNative(id)) {
      return body.getAsBoolean() ? Result.STORED : Result.NO_SPACE;
    }
    if (!parts.locks().lockNewBlockForWriting(id, new BlockInfo(level, ANY, false), false)) {
      return Result.DUPLICATE;
    }
    boolean stored = false;
    try {
      stored = body.getAsBoolean();
    } finally {
      if (stored) {
        parts.locks().unlock(id, Option.empty());
      } else {
        removeLocked(id);
      }
    }
    return stored ? Result.STORED : Result.NO_SPACE;
  }

  /** R9: the store refuses a native id, and the lock taken for the read goes back. */
  @Override
  public Result get(BlockId id, BlockSpec block) {
    boolean locked = parts.locks().lockForReading(id, false).isDefined();
    if (!locked && !adapter.isNative(id)) {
      return parts.locks().get(id).isEmpty() ? Result.ABSENT : Result.WAITS;
    }
    boolean read = false;
    try {
      read =
          (block.kind() == BlockKind.DESERIALIZED
                  ? parts.store().getValues(id)
                  : parts.store().getBytes(id))
              .isDefined();
    } finally {
      if (locked && !read) {
        parts.locks().unlock(id, Option.empty());
      }
    }
    return read ? Result.HIT : Result.ABSENT;
  }

  @Override
  public NativeStore.@Nullable Pin pin(BlockId id) {
    return natives.pin(id).orElse(null);
  }

  @Override
  public void unlock(BlockId id) {
    parts.locks().unlock(id, Option.empty());
  }

  @Override
  public Result remove(BlockId id) {
    if (parts.locks().lockForWriting(id, false).isEmpty()) {
      return parts.locks().get(id).isEmpty() ? Result.ABSENT : Result.WAITS;
    }
    removeLocked(id);
    return Result.REMOVED;
  }

  /** As BlockManager.removeBlockInternal: the block info goes whatever the store throws. */
  private void removeLocked(BlockId id) {
    watch.dropBegins(id);
    try {
      parts.store().remove(id);
    } finally {
      watch.dropEnds();
      parts.locks().removeBlock(id);
    }
  }

  /** The order of BlockManager.stop. What it leaves behind serves the tasks that come after. */
  @Override
  public void clear() {
    try {
      parts.locks().clear();
      parts.store().clear();
    } finally {
      parts.locks().registerTask(BlockInfo.NON_TASK_WRITER());
      parts.registerTasks(constants);
    }
  }
}
