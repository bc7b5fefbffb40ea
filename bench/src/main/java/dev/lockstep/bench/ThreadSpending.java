package dev.lockstep.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the current thread has spent so far, or between two moments.
 *
 * @param nanos elapsed
 * @param cpuNanos processor time
 * @param allocatedBytes on the heap
 */
record ThreadSpending(long nanos, long cpuNanos, long allocatedBytes) {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static ThreadSpending now() {
    return new ThreadSpending(
        System.nanoTime(),
        THREADS.getCurrentThreadCpuTime(),
        THREADS.getCurrentThreadAllocatedBytes());
  }

  ThreadSpending since(ThreadSpending before) {
    return new ThreadSpending(
        nanos - before.nanos, cpuNanos - before.cpuNanos, allocatedBytes - before.allocatedBytes);
  }
}
