package dev.lockstep.model.tlc;

import com.sun.management.OperatingSystemMXBean;
import dev.lockstep.model.process.ParentWatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import tlc2.TLCGlobals;
import tlc2.tool.AbstractChecker;

/**
 * The main class of a process that runs TLC many times, one run after the other: on specs as small
 * as ours a process of TLC's own spends most of its time on loading and compiling TLC. TLC's static
 * state outlives a run: a table of names, which the same module fills in the same way every time,
 * so that a server serves one module ({@link TlcSession} sees to that), and who has found a
 * liveness error.
 *
 * <p>A line of standard input is a job: {@link TlcMain}'s arguments with tabs between them, and a
 * number of TLC's registers. What TLC prints follows, which of so many registers were set (TLCSet),
 * then a line {@value #END} with the exit code that {@link TlcMain} would have had. The end of
 * standard input is the end of the process.
 */
public final class TlcServer {
  static final String END = "@lockstep-end@ ";

  /** Starts a line; the numbers of the registers that were set follow. */
  static final String REGISTERS = "@lockstep-registers@ ";

  private TlcServer() {}

  /** Serves until standard input ends. */
  public static void main(String[] unused) throws IOException {
    ParentWatch.begin();
    TlcMain.reportProgress();
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String job = in.readLine(); job != null; job = in.readLine()) {
        long before = cpuMillis();
        int status;
        try {
          String[] arguments = job.split("\t", -1);
          TlcStatics.reset();
          status = TlcMain.check(arguments);
          printRegisters(Integer.parseInt(arguments[6]));
        } catch (OutOfMemoryError e) {
          // Nobody knows what it has torn: the session starts another process.
          break;
        } catch (Throwable e) {
          e.printStackTrace();
          status = TlcMain.EXIT_CRASHED;
        }
        System.out.println(TlcMain.PROCESSOR_TIME + (cpuMillis() - before));
        System.out.println(END + status);
        System.out.flush();
      }
    }
    System.exit(0);
  }

  private static void printRegisters(int count) {
    AbstractChecker checker = TLCGlobals.mainChecker;
    if (checker == null || count == 0) {
      return;
    }
    StringBuilder set = new StringBuilder(REGISTERS);
    for (int i = 1; i <= count; i++) {
      if (checker.getValue(0, i) != null) {
        set.append(i).append(' ');
      }
    }
    System.out.println(set);
  }

  private static long cpuMillis() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? TimeUnit.NANOSECONDS.toMillis(system.getProcessCpuTime())
        : 0;
  }
}
