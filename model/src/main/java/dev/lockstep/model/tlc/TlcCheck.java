package dev.lockstep.model.tlc;

import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import tlc2.TLC;
import tlc2.TLCGlobals;
import tlc2.tool.AbstractChecker;
import tlc2.tool.Action;
import tlc2.util.IStateWriter;
import util.SimpleFilenameToStream;

/**
 * One run of TLC in this process. TLC has no public way to observe edges with their actions: a
 * private field takes a writer of states, and we put ours there.
 */
final class TlcCheck {
  /** TLC ran to an end; its output has the verdict. */
  static final int EXIT_RAN = 0;

  static final int EXIT_REJECTED = 65;
  static final int EXIT_CRASHED = 70;

  private TlcCheck() {}

  /** Runs TLC to its end, which it prints; the exit code. */
  static int run(TlcJob job) throws Exception {
    TLC tlc = new TLC();
    if (!tlc.handleParameters(tlcArguments(job).toArray(String[]::new))) {
      return EXIT_REJECTED;
    }
    tlc.setResolver(new SimpleFilenameToStream(job.folder()));
    if (job.sum()) {
      GraphSum sum = new GraphSum();
      observe(tlc, sum);
      tlc.process();
      System.out.println(TlcServer.SUM + sum.text());
      return EXIT_RAN;
    } else if (job.edges().isEmpty()) {
      tlc.process();
      return EXIT_RAN;
    }
    EdgeWriter edges = new EdgeWriter(Files.newBufferedWriter(Path.of(job.edges())));
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
  private static List<String> tlcArguments(TlcJob job) {
    List<String> tlc = new ArrayList<>();
    tlc.addAll(List.of("-tool", "-config", job.config(), "-metadir", job.metadir()));
    tlc.addAll(List.of("-workers", Integer.toString(job.workers())));
    tlc.addAll(List.of("-fp", "0", "-seed", "0", "-checkpoint", "0"));
    // Liveness only at the end: checks in between would depend on the clock.
    tlc.addAll(List.of("-lncheck", "final"));
    if (!job.checkDeadlock()) {
      tlc.add("-deadlock");
    }
    tlc.add(job.module());
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

  private static void observe(TLC tlc, SearchObserver observer)
      throws ReflectiveOperationException {
    Object proxy =
        Proxy.newProxyInstance(
            IStateWriter.class.getClassLoader(), new Class<?>[] {IStateWriter.class}, observer);
    Field field = TLC.class.getDeclaredField("stateWriter");
    field.setAccessible(true);
    field.set(tlc, proxy);
  }
}
