package dev.lockstep.cli.run;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** The processor time of this process so far, user and system, of all its threads. */
public final class ProcessorTime {
  private ProcessorTime() {}

  public static long millis() {
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      return TimeUnit.NANOSECONDS.toMillis(system.getProcessCpuTime());
    }
    throw new IllegalStateException("this JVM does not tell its processor time");
  }
}
