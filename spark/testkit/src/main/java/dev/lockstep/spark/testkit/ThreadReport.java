package dev.lockstep.spark.testkit;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who waits for whom: the deadlocked threads if there are any, and what the others do. */
final class ThreadReport {
  private static final int FRAMES = 30;

  private ThreadReport() {}

  /** Of these threads, and of any that they wait for. */
  static String of(Collection<Thread> threads) {
    ThreadMXBean jvm = ManagementFactory.getThreadMXBean();
    Set<Long> ours = threads.stream().map(Thread::getId).collect(Collectors.toSet());
    Map<Long, ThreadInfo> all = new LinkedHashMap<>();
    for (ThreadInfo info : jvm.dumpAllThreads(true, true, FRAMES)) {
      all.put(info.getThreadId(), info);
    }
    long @Nullable [] deadlocked = jvm.findDeadlockedThreads();
    StringBuilder report = new StringBuilder();
    boolean involved =
        deadlocked != null && Arrays.stream(deadlocked).anyMatch(id -> ours.contains(id));
    report.append(
        involved ? "findDeadlockedThreads: a deadlock." : "findDeadlockedThreads: none of these.");
    for (ThreadInfo info : all.values()) {
      if (concerns(info, ours, all)) {
        describe(info, report);
      }
    }
    return report.toString();
  }

  private static boolean concerns(ThreadInfo info, Set<Long> ours, Map<Long, ThreadInfo> all) {
    long id = info.getThreadId();
    return ours.contains(id)
        || runsReleases(info)
        || all.values().stream()
            .anyMatch(other -> ours.contains(other.getThreadId()) && other.getLockOwnerId() == id);
  }

  private static boolean runsReleases(ThreadInfo info) {
    return Arrays.stream(info.getStackTrace())
        .anyMatch(frame -> frame.getClassName().endsWith(".DeferredReleases"));
  }

  private static void describe(ThreadInfo info, StringBuilder report) {
    String line = System.lineSeparator();
    report.append(line).append('"').append(info.getThreadName()).append("\" ");
    report.append(info.getThreadState());
    if (info.getLockName() != null) {
      report.append(", waits for ").append(info.getLockName());
    }
    if (info.getLockOwnerName() != null) {
      report.append(", which \"").append(info.getLockOwnerName()).append("\" holds");
    }
    for (LockInfo lock : info.getLockedSynchronizers()) {
      report.append(line).append("    holds ").append(lock);
    }
    Map<String, StackTraceElement> monitors = new LinkedHashMap<>();
    for (MonitorInfo monitor : info.getLockedMonitors()) {
      // From the inside out: the last one is where it was taken first.
      monitors.put(monitor.toString(), monitor.getLockedStackFrame());
    }
    monitors.forEach(
        (monitor, frame) -> {
          report.append(line).append("    holds ").append(monitor);
          report.append(", taken in ").append(frame);
        });
    for (StackTraceElement frame : info.getStackTrace()) {
      report.append(line).append("      at ").append(frame);
    }
  }
}
