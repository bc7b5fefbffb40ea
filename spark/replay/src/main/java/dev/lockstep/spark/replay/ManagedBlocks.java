package dev.lockstep.spark.replay;

import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.Result;
import dev.lockstep.traces.Anomaly;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfo;
import org.apache.spark.storage.BlockInfoWrapper;
import org.apache.spark.storage.NativeBlockStore;
import org.jspecify.annotations.Nullable;
import scala.Function0;
import scala.Option;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The real {@code BlockManager} as the protocol round the store, with the native blocks of our
 * patch. It has a disk that nothing is written to and no neighbours; its driver is a {@link
 * RecordingMaster}.
 *
 * <p>A clear is a real {@code stop()}. The stopped manager's memory store serves on: all that is
 * given back to it is the folder that its disk manager has deleted.
 */
final class ManagedBlocks implements BlockProtocol {
  private static final ClassTag<Object> ANY = ClassTag$.MODULE$.Any();

  private final Constants constants;
  private final WatchedBlockManager manager;
  private final StoreParts parts;
  private final BlockIds ids;
  private final EndingWatch watch;
  private final NativeAdapter adapter = new PatchNatives();
  private final NativeStore natives;
  private final List<Anomaly> anomalies = new ArrayList<>();

  ManagedBlocks(Constants constants) {
    this.constants = constants;
    this.manager = WatchedBlockManager.create(constants);
    this.parts = manager.parts();
    parts.registerTasks(constants);
    this.ids = new BlockIds(constants, adapter);
    this.watch = new EndingWatch(parts, ids, constants.deferredRelease());
    manager.listen(watch);
    NativeBlockStore own =
        PatchNatives.natives(parts.store(), parts.locks(), constants.deferredRelease());
    this.natives =
        new PatchedStore(parts.store(), parts.locks(), own, manager::putNative, manager::pinNative);
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

  @Override
  public List<Anomaly> takeAnomalies() {
    List<Anomaly> taken = new ArrayList<>(manager.recordingMaster().takeAnomalies());
    taken.addAll(anomalies);
    anomalies.clear();
    return taken;
  }

  @Override
  public void settle() {
    natives.settle();
  }

  /** Statuses that the master was sent so far. */
  int updates() {
    return manager.recordingMaster().updates();
  }

  @Override
  public Result putNative(BlockId id, BlockSpec block, Runnable release) {
    Result result =
        Called.resultOf(
            natives.put(id, Units.bytes(block.size()), Units.mode(block.mode()), release));
    checkPut("R1", id, result != Result.NO_SPACE);
    return result;
  }

  @Override
  public Result putBytes(BlockId id, BlockSpec block) {
    boolean exists = exists(id);
    boolean resident =
        manager.putBytes(id, BlockContents.bytes(block), Levels.bytes(block.mode()), true, ANY);
    return resultOfPut(id, exists, resident);
  }

  /** By the method behind getOrElseUpdate, which leaves a half-unrolled iterator to its caller. */
  @Override
  public Result putValues(BlockId id, BlockSpec block) {
    boolean exists = exists(id);
    Iterator<Object> values = BlockContents.values(block);
    boolean resident;
    if (adapter.isNative(id)) {
      resident = manager.putIterator(id, values, Levels.VALUES, true, ANY);
    } else {
      Function0<Iterator<Object>> source = () -> values;
      Object unrolled = UNROLLED_PUT.call(manager, id, source, Levels.VALUES, ANY, true, false);
      resident = Option.empty().equals(unrolled);
    }
    return resultOfPut(id, exists, resident);
  }

  private boolean exists(BlockId id) {
    return parts.locks().get(id).isDefined();
  }

  /**
   * Of a put of Spark's own.
   *
   * @param resident Spark's word that the block is stored, by this put or before it
   */
  private Result resultOfPut(BlockId id, boolean existed, boolean resident) {
    checkPut("R4", id, resident);
    if (!resident) {
      return Result.NO_SPACE;
    }
    return existed ? Result.DUPLICATE : Result.STORED;
  }

  /** What a put says must be so: the block is there, with its info and its entry, or neither. */
  private void checkPut(String rule, BlockId id, boolean resident) {
    boolean info = exists(id);
    boolean entry = parts.store().contains(id);
    if (info != resident || entry != resident) {
      anomalies.add(
          new Anomaly(
              rule,
              String.format(
                  "the put of %s says that it is %s, but %s block info and %s entry is there",
                  ids.nameOf(id),
                  resident ? "stored" : "not stored",
                  info ? "a" : "no",
                  entry ? "an" : "no")));
    }
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
  public NativeStore.@Nullable Pin pin(BlockId id) {
    return natives.pin(id).orElse(null);
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
      stop();
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
    stop();
  }

  /**
   * A real stop. Spark deletes a folder by a process of its own, {@code rm}, which takes longer
   * than all the rest: one that is empty goes before.
   */
  private void stop() {
    List<File> left = new ArrayList<>(List.of(manager.diskBlockManager().localDirs()));
    left.removeIf(File::delete);
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

    @Nullable Object call(Object target, Object... arguments) {
      try {
        return method.invoke(target, arguments);
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
