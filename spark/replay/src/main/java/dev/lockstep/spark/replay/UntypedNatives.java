package dev.lockstep.spark.replay;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativeBlockStore;
import org.apache.spark.storage.NativePutResult;
import org.apache.spark.storage.NativeRelease;
import org.apache.spark.storage.PinnedNativeBlock;

/**
 * Calls the native methods with any block id, as code could that goes round the compiler (R2). With
 * an id that is not native the JVM itself says no, with an {@code IllegalArgumentException}.
 */
final class UntypedNatives {
  private static final Method PUT =
      method("putNative", NativeBlockId.class, long.class, MemoryMode.class, NativeRelease.class);
  private static final Method PIN = method("pinNative", NativeBlockId.class);

  private UntypedNatives() {}

  static NativePutResult put(
      NativeBlockStore natives, BlockId id, long bytes, MemoryMode mode, NativeRelease release) {
    return (NativePutResult) call(PUT, natives, id, bytes, mode, release);
  }

  @SuppressWarnings("unchecked")
  static Optional<PinnedNativeBlock> pin(NativeBlockStore natives, BlockId id) {
    return (Optional<PinnedNativeBlock>) call(PIN, natives, id);
  }

  private static Object call(Method method, Object target, Object... arguments) {
    try {
      return method.invoke(target, arguments);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(method + " is not public", e);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(method + " failed", e);
    }
  }

  private static Method method(String name, Class<?>... types) {
    try {
      return NativeBlockStore.class.getMethod(name, types);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("this patch has no " + name, e);
    }
  }
}
