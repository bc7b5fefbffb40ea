package dev.lockstep.model.tlc;

import com.sun.management.OperatingSystemMXBean;
import dev.lockstep.io.ParentWatch;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import tlc2.TLCGlobals;
import tlc2.tool.AbstractChecker;
import util.ToolIO;

/**
 * The main class of a process that runs TLC many times, one run after the other: on specs as small
 * as ours a process of TLC's own spends most of its time on loading and compiling TLC. Between two
 * runs {@link TlcStatics} puts back what TLC keeps in static fields.
 *
 * <p>A line of standard input is a {@link TlcJob}. What TLC prints follows, which of its registers
 * were set (TLCSet), then a line {@value #END} with an exit code of {@link TlcCheck}. The end of
 * standard input is the end of the process, by {@code System.exit}: TLC leaves threads behind.
 *
 * <p>Arguments: the folder that the process may write to.
 */
public final class TlcServer {
  static final String END = "@lockstep-end@ ";

  /** Starts a line; the numbers of the registers that were set follow. */
  static final String REGISTERS = "@lockstep-registers@ ";

  /** Starts a line; the {@link GraphSum} follows. */
  static final String SUM = "@lockstep-sum@ ";

  /** Starts a line of progress; the number of distinct states follows. */
  static final String PROGRESS = "@lockstep@ ";

  /** Starts a line; the milliseconds of processor time that the job has taken follow. */
  static final String PROCESSOR_TIME = "@lockstep-cpu@ ";

  private static final long PROGRESS_MILLIS = 2000;

  /** Its names may be in no specification: TLC orders the strings of one as it meets them. */
  private static final String WARM_UP = "LockstepWarmUp";

  private TlcServer() {}

  /** Serves until standard input ends. */
  public static void main(String[] arguments) throws Exception {
    ParentWatch.begin();
    warmUp(Path.of(arguments[0]));
    TlcStatics statics = new TlcStatics();
    reportProgress();
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        long before = cpuMillis();
        int status;
        try {
          TlcJob job = TlcJob.of(line);
          statics.reset();
          status = TlcCheck.run(job);
          printRegisters(job.registers());
        } catch (OutOfMemoryError e) {
          // Nobody knows what it has torn: the session starts another process.
          break;
        } catch (Throwable e) {
          e.printStackTrace();
          status = TlcCheck.EXIT_CRASHED;
        }
        System.out.println(PROCESSOR_TIME + (cpuMillis() - before));
        System.out.println(END + status);
        System.out.flush();
      }
    }
    System.exit(0);
  }

  /**
   * Runs TLC on next to nothing, unheard: what TLC makes once in a process is there afterwards, and
   * belongs to no specification.
   */
  private static void warmUp(Path folder) throws Exception {
    Path home = Files.createDirectory(folder.resolve("warm-up"));
    Files.writeString(
        home.resolve(WARM_UP + ".tla"),
        """
        ---- MODULE LockstepWarmUp ----
        EXTENDS Naturals, Sequences, FiniteSets, TLC
        VARIABLE lockstepWarm
        LockstepWarmInit == lockstepWarm = 0
        LockstepWarmNext == lockstepWarm' = 1 - lockstepWarm
        LockstepWarmSpec == LockstepWarmInit /\\ [][LockstepWarmNext]_lockstepWarm
        ====
        """);
    Files.writeString(home.resolve(WARM_UP + ".cfg"), "SPECIFICATION LockstepWarmSpec\n");
    PrintStream out = ToolIO.out;
    PrintStream err = ToolIO.err;
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream(), false, "UTF-8");
    ToolIO.out = nowhere;
    ToolIO.err = nowhere;
    try {
      TlcCheck.run(
          new TlcJob(
              home.toString(),
              WARM_UP,
              WARM_UP + ".cfg",
              home.resolve("meta").toString(),
              home.resolve("edges").toString(),
              false,
              1,
              true,
              0));
    } finally {
      ToolIO.out = out;
      ToolIO.err = err;
    }
  }

  /** TLC itself reports once a minute, and nothing can change that. */
  private static void reportProgress() {
    Thread reporter =
        new Thread(
            () -> {
              try {
                while (true) {
                  Thread.sleep(PROGRESS_MILLIS);
                  AbstractChecker checker = TLCGlobals.mainChecker;
                  if (checker != null) {
                    System.out.println(PROGRESS + checker.getDistinctStatesGenerated());
                  }
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "lockstep-tlc-progress");
    reporter.setDaemon(true);
    reporter.start();
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
