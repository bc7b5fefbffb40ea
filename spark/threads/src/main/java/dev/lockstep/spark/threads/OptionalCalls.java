package dev.lockstep.spark.threads;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.memory.UnifiedMemoryManager;
import org.apache.spark.storage.BlockInfoManager;
import scala.collection.Iterable;

/** Calls that only some versions of Spark have; on the others the answer is {@link #NONE}. */
final class OptionalCalls {
  /** The answer of a Spark that does not have the call. */
  static final String NONE = "no such call";

  private static final String POLL = "pollUnmanagedMemoryUsers";
  private static final String CONSUMER = "org.apache.spark.memory.UnmanagedMemoryConsumer";

  /** Runs follow each other, each on threads that see what the last has left. */
  private static volatile boolean anyUnmanaged;

  private OptionalCalls() {}

  /** How many blocks an index of the infos lists, by the name of its method and its key. */
  static String listed(BlockInfoManager locks, String method, Class<?> keyType, Object key) {
    try {
      Object ids = BlockInfoManager.class.getMethod(method, keyType).invoke(locks, key);
      return Integer.toString(((Iterable<?>) ids).size());
    } catch (NoSuchMethodException e) {
      return NONE;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A consumer whose memory Spark does not manage (SPARK-53001) says how much it has, and is asked.
   * The real one is asked every so often by a thread of Spark's own, which would make a run depend
   * on the clock: {@link #withoutPoller} keeps it from being started.
   */
  static String unmanaged(long bytes) {
    try {
      Class<?> type = Class.forName(CONSUMER);
      Object id = Class.forName(CONSUMER + "Id").getConstructors()[0].newInstance("probe", "1");
      Object consumer =
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "unmanagedMemoryConsumerId" -> id;
                    case "memoryMode" -> MemoryMode.ON_HEAP;
                    case "getMemBytesUsed" -> bytes;
                    default -> throw new UnsupportedOperationException(method.getName());
                  });
      UnifiedMemoryManager.class
          .getMethod("registerUnmanagedMemoryConsumer", type)
          .invoke(null, consumer);
      anyUnmanaged = true;
      module(POLL).invoke(instance());
      return "ok";
    } catch (ClassNotFoundException | NoSuchMethodException e) {
      return NONE;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Consumers are the JVM's, not a store's: those of the last run must not be in the next. */
  static void forgetUnmanaged() {
    if (!anyUnmanaged) {
      return;
    }
    anyUnmanaged = false;
    try {
      UnifiedMemoryManager.class.getMethod("clearUnmanagedMemoryUsers").invoke(null);
      module(POLL).invoke(instance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Marks Spark's poller as started, if this Spark has one. */
  static void withoutPoller() {
    try {
      Method started = module("pollingStarted");
      ((AtomicBoolean) started.invoke(instance())).set(true);
    } catch (NoSuchMethodException e) {
      // Nothing would be started.
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object instance() throws ReflectiveOperationException {
    Field field = Class.forName(UnifiedMemoryManager.class.getName() + "$").getField("MODULE$");
    return field.get(null);
  }

  /** A method of the companion object, whose name Scala may have made longer. */
  private static Method module(String ending) throws ReflectiveOperationException {
    for (Method method :
        Class.forName(UnifiedMemoryManager.class.getName() + "$").getDeclaredMethods()) {
      if (method.getName().endsWith(ending) && method.getParameterCount() == 0) {
        method.setAccessible(true);
        return method;
      }
    }
    throw new NoSuchMethodException(ending);
  }
}
