package dev.lockstep.schedule;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What woven code calls in place of locks, monitors and waits, and before it touches a concurrent
 * collection. Each method first stops the thread; the last parameter says which method calls.
 *
 * <p>A thread that is in no run passes through all of this: what it sets up or looks at is its own.
 */
public final class Points {
  /** The wrapper of {@link Collections#synchronizedSet}: all its methods lock one mutex. */
  private static final Class<?> SYNCHRONIZED_SET = Collections.synchronizedSet(Set.of()).getClass();

  /** A condition is only a name here. The lock that it was made for: real ones don't tell. */
  private static final Map<Condition, Lock> LOCKS_OF_CONDITIONS =
      Collections.synchronizedMap(new WeakHashMap<>());

  private Points() {}

  // Points of the harness

  /** A call of a scenario begins. */
  public static void call(String what) {
    stop(Operation.call(what));
  }

  /** A point with a name, such as the begin of a release. */
  public static void named(String name, @Nullable Object about) {
    stop(Operation.named(name, about));
  }

  /** Does something without stopping: looks, or work that nobody else can be concerned with. */
  public static <T> T quietly(java.util.function.Supplier<T> look) {
    Worker worker = Worker.current();
    if (worker == null) {
      return look.get();
    }
    worker.looking++;
    try {
      return look.get();
    } finally {
      worker.looking--;
    }
  }

  /** Interrupts a thread of the same run, as {@link Thread#interrupt} does. */
  public static void interrupt(int thread) {
    Worker worker = Worker.current();
    if (worker != null && worker.execution != null) {
      worker.execution.interrupt(thread);
    }
  }

  private static void stop(Operation operation) {
    Worker worker = Worker.current();
    if (worker != null && worker.execution != null) {
      worker.execution.stopBefore(worker, operation);
    }
  }

  // Monitors

  public static void monitorEnter(Object monitor, String site) {
    Worker worker = Worker.current();
    if (worker != null && worker.execution != null) {
      worker.execution.lock(worker, monitor, site);
    }
  }

  public static void monitorExit(Object monitor, String site) {
    Worker worker = Worker.current();
    if (worker != null && worker.execution != null) {
      worker.execution.unlock(worker, monitor);
    }
  }

  public static boolean holdsLock(Object monitor, String site) {
    Worker worker = Worker.current();
    return worker == null || worker.execution == null || worker.execution.holds(worker, monitor);
  }

  public static void wait(Object monitor, String site) throws InterruptedException {
    Worker worker = inRun(site);
    run(worker).await(worker, monitor, monitor, site);
  }

  public static void notifyAll(Object monitor, String site) {
    signalOn(monitor, true);
  }

  public static void notify(Object monitor, String site) {
    signalOn(monitor, false);
  }

  // java.util.concurrent.locks

  public static void lock(Lock lock, String site) {
    monitorEnter(lock, site);
  }

  public static void unlock(Lock lock, String site) {
    monitorExit(lock, site);
  }

  public static boolean tryLock(Lock lock, String site) {
    Worker worker = Worker.current();
    return worker == null
        || worker.execution == null
        || worker.execution.tryLock(worker, lock, site);
  }

  public static boolean isHeldByCurrentThread(Lock lock, String site) {
    return holdsLock(lock, site);
  }

  public static Condition newCondition(Lock lock, String site) {
    Condition condition = lock.newCondition();
    LOCKS_OF_CONDITIONS.put(condition, lock);
    return condition;
  }

  public static void await(Condition condition, String site) throws InterruptedException {
    Worker worker = inRun(site);
    Lock lock = LOCKS_OF_CONDITIONS.get(condition);
    if (lock == null) {
      throw new IllegalStateException(site + ": a condition of an unknown lock");
    }
    run(worker).await(worker, condition, lock, site);
  }

  public static void signalAll(Condition condition, String site) {
    signalOn(condition, true);
  }

  public static void signal(Condition condition, String site) {
    signalOn(condition, false);
  }

  private static void signalOn(Object condition, boolean all) {
    Worker worker = Worker.current();
    if (worker != null && worker.execution != null) {
      worker.execution.signal(condition, all);
    }
  }

  // Concurrent collections. The real call follows at once; it is one step.

  public static void reads(Object collection, Object key, String site) {
    stop(Operation.access(collection, key, false, site));
  }

  public static void writes(Object collection, Object key, String site) {
    stop(Operation.access(collection, key, true, site));
  }

  public static void readsAll(Object collection, String site) {
    stop(Operation.access(collection, null, false, site));
  }

  public static void writesAll(Object collection, String site) {
    stop(Operation.access(collection, null, true, site));
  }

  // A map locks a bin while it computes, and what it calls may stop. One lock a map stands for its
  // bins: that is coarser than the truth.

  public static <K, V> @Nullable V compute(
      ConcurrentHashMap<K, V> map,
      K key,
      BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function,
      String site) {
    monitorEnter(map, site);
    try {
      return map.compute(key, function);
    } finally {
      monitorExit(map, site);
    }
  }

  public static <K, V> @Nullable V computeIfPresent(
      ConcurrentHashMap<K, V> map,
      K key,
      BiFunction<? super K, ? super V, ? extends @Nullable V> function,
      String site) {
    monitorEnter(map, site);
    try {
      return map.computeIfPresent(key, function);
    } finally {
      monitorExit(map, site);
    }
  }

  public static <K, V> @Nullable V computeIfAbsent(
      ConcurrentHashMap<K, V> map,
      K key,
      Function<? super K, ? extends @Nullable V> function,
      String site) {
    monitorEnter(map, site);
    try {
      return map.computeIfAbsent(key, function);
    } finally {
      monitorExit(map, site);
    }
  }

  /** A synchronized set is locked while its elements are visited; another is not. */
  public static <T> void forEach(Set<T> set, Consumer<? super T> visitor, String site) {
    if (!SYNCHRONIZED_SET.isInstance(set)) {
      set.forEach(visitor);
      return;
    }
    monitorEnter(set, site);
    try {
      set.forEach(visitor);
    } finally {
      monitorExit(set, site);
    }
  }

  /** The head of a loop over candidates: a point of its own, about the iterator. */
  public static boolean hasNext(Iterator<?> iterator, String site) {
    named(site, iterator);
    return iterator.hasNext();
  }

  private static Worker inRun(String site) {
    Worker worker = Worker.current();
    if (worker == null) {
      throw new IllegalStateException(site + " waits outside of a run: nobody could wake it");
    }
    return worker;
  }

  private static Execution run(Worker worker) {
    return java.util.Objects.requireNonNull(worker.execution);
  }
}
