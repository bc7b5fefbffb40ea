package dev.lockstep.schedule.soak;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** Who waits for whom, for a report of a hang. */
final class ThreadDump {
  private static final int FRAMES = 40;

  private ThreadDump() {}

  /** Of these threads that still run, and of those that run releases of a store. */
  static String of(Collection<Thread> threads) {
    ThreadMXBean jvm = ManagementFactory.getThreadMXBean();
    Set<Long> ours =
        threads.stream().filter(Thread::isAlive).map(Thread::getId).collect(Collectors.toSet());
    StringBuilder dump = new StringBuilder();
    dump.append(
        jvm.findDeadlockedThreads() == null
            ? "findDeadlockedThreads: none."
            : "findDeadlockedThreads: a deadlock.");
    Arrays.stream(jvm.dumpAllThreads(true, true, FRAMES))
        .filter(t -> ours.contains(t.getThreadId()) || t.getThreadName().contains("release"))
        .forEach(thread -> describe(thread, dump));
    return dump.toString();
  }

  private static void describe(ThreadInfo info, StringBuilder dump) {
    String line = System.lineSeparator();
    dump.append(line).append('"').append(info.getThreadName()).append("\" ");
    dump.append(info.getThreadState());
    if (info.getLockName() != null) {
      dump.append(", waits for ").append(info.getLockName());
    }
    if (info.getLockOwnerName() != null) {
      dump.append(", which \"").append(info.getLockOwnerName()).append("\" holds");
    }
    for (LockInfo lock : info.getLockedSynchronizers()) {
      dump.append(line).append("    holds ").append(lock);
    }
    for (MonitorInfo monitor : info.getLockedMonitors()) {
      dump.append(line).append("    holds ").append(monitor);
      dump.append(", taken in ").append(monitor.getLockedStackFrame());
    }
    for (StackTraceElement frame : info.getStackTrace()) {
      dump.append(line).append("      at ").append(frame);
    }
  }
}
