package dev.lockstep.schedule.soak;

import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * What woven code tells before it waits: whoever does so with a watched monitor held is written
 * down, and does not wait.
 */
public final class WaitProbe {
  private static final Map<Object, WaitProbe> WATCHED = new ConcurrentHashMap<>();

  private final Object monitor;
  private final Queue<String> broken = new ConcurrentLinkedQueue<>();
  private final Map<String, LongAdder> waits = new ConcurrentHashMap<>();

  private WaitProbe(Object monitor) {
    this.monitor = monitor;
  }

  /**
   * Watches a monitor from now on.
   *
   * @param monitor an object that has no equality of its own
   */
  static WaitProbe watch(Object monitor) {
    WaitProbe probe = new WaitProbe(monitor);
    WATCHED.put(monitor, probe);
    return probe;
  }

  void forget() {
    WATCHED.remove(monitor);
  }

  /** Who waited with the monitor held, with where that was. */
  Queue<String> broken() {
    return broken;
  }

  /** How many waits began where while the monitor was watched, its own store's and others'. */
  Map<String, Long> waits() {
    Map<String, Long> sums = new TreeMap<>();
    waits.forEach((where, sum) -> sums.put(where, sum.sum()));
    return sums;
  }

  /**
   * Called by woven code.
   *
   * @param where the class and the method
   * @throws AssertionError if this thread holds a watched monitor
   */
  public static void waits(String where) {
    WATCHED.values().forEach(probe -> probe.look(where));
  }

  private void look(String where) {
    waits.computeIfAbsent(where, site -> new LongAdder()).increment();
    if (Thread.holdsLock(monitor)) {
      AssertionError found = new AssertionError(where + " waits with the monitor held");
      StringBuilder text = new StringBuilder("R8: " + found.getMessage());
      for (StackTraceElement frame : found.getStackTrace()) {
        text.append(System.lineSeparator()).append("      at ").append(frame);
      }
      broken.add(text.toString());
      throw found;
    }
  }
}
