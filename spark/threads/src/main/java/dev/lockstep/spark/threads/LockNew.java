package dev.lockstep.spark.threads;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfo;
import org.apache.spark.storage.BlockInfoManager;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * {@code BlockInfoManager.lockNewBlockForWriting}, which has its third parameter since 3.3.4, 3.4.2
 * and 3.5.1 (SPARK-45057). Before, whoever finds the block there gets a read lock, wanted or not,
 * and gives it back as {@code BlockManager.doPut} does.
 */
final class LockNew {
  private static final @Nullable MethodHandle WITH_CHOICE = find(boolean.class);
  private static final @Nullable MethodHandle WITHOUT = find();

  private LockNew() {}

  static boolean lock(BlockInfoManager locks, BlockId id, BlockInfo info, boolean keepReadLock) {
    try {
      if (WITH_CHOICE != null) {
        return (boolean) WITH_CHOICE.invokeExact(locks, id, info, keepReadLock);
      }
      if (WITHOUT == null) {
        throw new NoSuchMethodError("lockNewBlockForWriting");
      }
      boolean isNew = (boolean) WITHOUT.invokeExact(locks, id, info);
      if (!isNew && !keepReadLock) {
        locks.unlock(id, Option.empty());
      }
      return isNew;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw LockNew.<RuntimeException>sneak(e);
    }
  }

  private static @Nullable MethodHandle find(Class<?>... more) {
    MethodType type =
        MethodType.methodType(boolean.class, BlockId.class, BlockInfo.class)
            .appendParameterTypes(more);
    try {
      return MethodHandles.publicLookup()
          .findVirtual(BlockInfoManager.class, "lockNewBlockForWriting", type);
    } catch (NoSuchMethodException e) {
      return null;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T sneak(Throwable e) throws T {
    throw (T) e;
  }
}
