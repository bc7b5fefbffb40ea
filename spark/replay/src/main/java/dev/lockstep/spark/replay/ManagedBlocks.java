package dev.lockstep.spark.replay;

import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.Result;
import dev.lockstep.traces.Anomaly;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfo;
import org.apache.spark.storage.BlockInfoWrapper;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativeBlockStore;
import org.apache.spark.storage.NativePutResult;
import org.apache.spark.storage.NativeRelease;
import org.apache.spark.storage.PinnedNativeBlock;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Function0;
import scala.Option;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The real {@code BlockManager} as the protocol round the store. It has a disk that nothing is
 * written to and no neighbours; its driver is a {@link RecordingMaster}.
 *
 * <p>A clear is a real {@code stop()}. The stopped manager's memory store serves on: all that is
 * given back to it is the folder that its disk manager has deleted.
 */
final class ManagedBlocks implements BlockProtocol {
  private static final ClassTag<Object> ANY = ClassTag$.MODULE$.Any();
  private static final StorageLevel BYTES = StorageLevel.apply(false, true, false, false, 1);
  private static final StorageLevel BYTES_OFF_HEAP =
      StorageLevel.apply(false, true, true, false, 1);
  private static final StorageLevel VALUES = StorageLevel.apply(false, true, false, true, 1);

  private final Constants constants;
  private final WatchedBlockManager manager;
  private final StoreParts parts;
  private final BlockIds ids;
  private final EndingWatch watch;
  private final NativeBlockStore untyped;

  ManagedBlocks(Constants constants) {
    this.constants = constants;
    this.manager = WatchedBlockManager.create(constants);
    this.parts = manager.parts();
    parts.registerTasks(constants);
    this.ids = new BlockIds(constants);
    this.watch = new EndingWatch(parts, ids);
    manager.listen(watch);
    this.untyped = new NativeBlockStore(parts.store(), parts.locks());
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
  public EndingWatch watch() {
    return watch;
  }

  @Override
  public List<Anomaly> takeAnomalies() {
    return manager.recordingMaster().takeAnomalies();
  }

  /** Statuses that the master was sent so far. */
  int updates() {
    return manager.recordingMaster().updates();
  }

  @Override
  public Result putNative(BlockId id, BlockSpec block, NativeRelease release) {
    long bytes = Units.bytes(block.size());
    NativePutResult result =
        id instanceof NativeBlockId nativeId
            ? manager.putNative(nativeId, bytes, Units.mode(block.mode()), release)
            : UntypedNatives.put(untyped, id, bytes, Units.mode(block.mode()), release);
    return Result.valueOf(result.name());
  }

  @Override
  public Result putBytes(BlockId id, BlockSpec block) {
    boolean exists = exists(id);
    StorageLevel level = block.mode() == MemoryMode.OFF_HEAP ? BYTES_OFF_HEAP : BYTES;
    manager.putBytes(id, BlockContents.bytes(block), level, true, ANY);
    return resultOfPut(id, exists);
  }

  /** By the method behind getOrElseUpdate, which leaves a half-unrolled iterator to its caller. */
  @Override
  public Result putValues(BlockId id, BlockSpec block) {
    boolean exists = exists(id);
    Iterator<Object> values = BlockContents.values(block);
    if (id instanceof NativeBlockId) {
      manager.putIterator(id, values, VALUES, true, ANY);
    } else {
      Function0<Iterator<Object>> source = () -> values;
      UNROLLED_PUT.call(manager, id, source, VALUES, ANY, true, false);
    }
    return resultOfPut(id, exists);
  }

  private boolean exists(BlockId id) {
    return parts.locks().get(id).isDefined();
  }

  private Result resultOfPut(BlockId id, boolean existed) {
    if (existed) {
      return Result.DUPLICATE;
    }
    return exists(id) ? Result.STORED : Result.NO_SPACE;
  }

  @Override
  public Result get(BlockId id, BlockSpec block) {
    BlockInfoWrapper wrapper = parts.locks().blockInfoWrappers.get(id);
    if (wrapper != null && wrapper.info().writerTask() != BlockInfo.NO_WRITER()) {
      return Result.WAITS;
    }
    boolean found =
        block.kind() == BlockKind.DESERIALIZED
            ? manager.getLocalValues(id).isDefined()
            : manager.getLocalBytes(id).isDefined();
    return found ? Result.HIT : Result.ABSENT;
  }

  @Override
  public @Nullable PinnedNativeBlock pin(BlockId id) {
    return (id instanceof NativeBlockId nativeId
            ? manager.pinNative(nativeId)
            : UntypedNatives.pin(untyped, id))
        .orElse(null);
  }

  @Override
  public void unlock(BlockId id) {
    manager.releaseLock(id, Option.empty());
  }

  @Override
  public Result remove(BlockId id) {
    BlockInfoWrapper wrapper = parts.locks().blockInfoWrappers.get(id);
    if (wrapper != null
        && (wrapper.info().readerCount() > 0
            || wrapper.info().writerTask() != BlockInfo.NO_WRITER())) {
      return Result.WAITS;
    }
    watch.removalBegins();
    try {
      manager.removeBlock(id, true);
    } finally {
      watch.dropEnds();
    }
    return wrapper == null ? Result.ABSENT : Result.REMOVED;
  }

  @Override
  public void clear() {
    try {
      manager.stop();
    } finally {
      for (File folder : manager.diskBlockManager().localDirs()) {
        if (!folder.isDirectory() && !folder.mkdirs()) {
          throw new UncheckedIOException(new IOException("can't make " + folder));
        }
      }
      parts.locks().registerTask(BlockInfo.NON_TASK_WRITER());
      parts.registerTasks(constants);
    }
  }

  @Override
  public void dispose() {
    manager.stop();
  }

  private static final PrivateMethod UNROLLED_PUT = new PrivateMethod("doPutIterator");

  /** A method of BlockManager that only its own callers see. */
  private static final class PrivateMethod {
    private final Method method;

    PrivateMethod(String name) {
      this.method =
          java.util.Arrays.stream(org.apache.spark.storage.BlockManager.class.getDeclaredMethods())
              .filter(m -> m.getName().equals(name))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("this Spark has no " + name));
      method.setAccessible(true);
    }

    void call(Object target, Object... arguments) {
      try {
        method.invoke(target, arguments);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(method + " is closed", e);
      } catch (InvocationTargetException e) {
        throw PrivateMethod.<RuntimeException>sneak(e.getCause());
      }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> RuntimeException sneak(@Nullable Throwable thrown)
        throws E {
      throw (E) (thrown == null ? new IllegalStateException() : thrown);
    }
  }
}
