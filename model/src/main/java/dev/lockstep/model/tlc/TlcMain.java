package dev.lockstep.model.tlc;

import com.sun.management.OperatingSystemMXBean;
import dev.lockstep.model.process.ParentWatch;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import tlc2.TLC;
import tlc2.TLCGlobals;
import tlc2.tool.AbstractChecker;
import tlc2.tool.Action;
import tlc2.util.IStateWriter;
import util.SimpleFilenameToStream;

/**
 * The main class of TLC's own process. TLC has no public way to observe edges with their actions: a
 * private field takes a writer of states, and we put ours there. The process must end by {@code
 * System.exit}: TLC leaves threads behind.
 *
 * <p>Arguments: module (a name of a file in the working directory), config, metadir, edge file or
 * {@code -}, number of workers, {@code deadlock} or {@code nodeadlock}. {@link TlcRunner} starts
 * it.
 */
public final class TlcMain {
  /** TLC ran to an end; its output has the verdict. */
  static final int EXIT_RAN = 0;

  static final int EXIT_REJECTED = 65;
  static final int EXIT_CRASHED = 70;
  static final String NO_EDGES = "-";

  /** Starts a line of progress; the number of distinct states follows. */
  static final String PROGRESS = "@lockstep@ ";

  /** Starts the last line; the process's milliseconds of processor time follow. */
  static final String PROCESSOR_TIME = "@lockstep-cpu@ ";

  private static final long PROGRESS_MILLIS = 2000;

  private TlcMain() {}

  public static void main(String[] arguments) {
    ParentWatch.begin();
    int status;
    try {
      status = run(arguments);
    } catch (Throwable e) {
      e.printStackTrace();
      status = EXIT_CRASHED;
    }
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      long nanos = system.getProcessCpuTime();
      System.out.println(PROCESSOR_TIME + TimeUnit.NANOSECONDS.toMillis(nanos));
    }
    System.out.flush();
    System.exit(status);
  }

  private static int run(String[] arguments) throws Exception {
    reportProgress();
    return check(arguments);
  }

  /** One run, in this process. */
  static int check(String[] arguments) throws Exception {
    String edgeFile = arguments[3];
    TLC tlc = new TLC();
    if (!tlc.handleParameters(tlcArguments(arguments).toArray(String[]::new))) {
      return EXIT_REJECTED;
    }
    tlc.setResolver(new SimpleFilenameToStream(new File("").getAbsolutePath()));
    if (edgeFile.equals(NO_EDGES)) {
      tlc.process();
      return EXIT_RAN;
    }
    EdgeWriter edges = new EdgeWriter(Files.newBufferedWriter(Path.of(edgeFile)));
    observe(tlc, edges);
    try {
      tlc.process();
      edges.finish(actions());
    } catch (Throwable e) {
      edges.closeQuietlyOnCrash();
      throw e;
    }
    return EXIT_RAN;
  }

  /** The fingerprint polynomial and the seed are pinned: two runs give the same bytes. */
  private static List<String> tlcArguments(String[] arguments) throws IOException {
    List<String> tlc = new ArrayList<>();
    tlc.addAll(List.of("-tool", "-config", arguments[1], "-metadir", arguments[2]));
    tlc.addAll(List.of("-workers", arguments[4], "-fp", "0", "-seed", "0", "-checkpoint", "0"));
    // Liveness only at the end: checks in between would depend on the clock.
    tlc.addAll(List.of("-lncheck", "final"));
    if (!arguments[5].equals("deadlock")) {
      tlc.add("-deadlock");
    }
    tlc.add(arguments[0]);
    return tlc;
  }

  /** The actions that the next-state relation is made of, as TLC splits it. */
  private static SortedSet<String> actions() {
    SortedSet<String> names = new TreeSet<>();
    AbstractChecker checker = TLCGlobals.mainChecker;
    if (checker != null) {
      for (Action action : checker.tool.getActions()) {
        names.add(action.getName().toString());
      }
    }
    return names;
  }

  /** TLC itself reports once a minute, and nothing can change that. */
  static void reportProgress() {
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

  private static void observe(TLC tlc, EdgeWriter edges) throws ReflectiveOperationException {
    Object proxy =
        Proxy.newProxyInstance(
            IStateWriter.class.getClassLoader(), new Class<?>[] {IStateWriter.class}, edges);
    Field field = TLC.class.getDeclaredField("stateWriter");
    field.setAccessible(true);
    field.set(tlc, proxy);
  }
}
