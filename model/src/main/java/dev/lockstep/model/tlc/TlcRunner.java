package dev.lockstep.model.tlc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Runs TLC and says how it ended. Prints nothing. TLC runs in processes of its own, of which a few
 * are kept for the next run until this JVM ends; as many run at a time as there are callers.
 *
 * <p>The system property {@value #OWN_JAR} puts another build of TLC in the place of the one we
 * ship with. What it keeps in static fields is not known, so each run has a process to itself then.
 */
public final class TlcRunner {
  public static final String OWN_JAR = "tla2tools.jar";

  /** Processes without work are kept, up to this number. */
  private static final int IDLE_MAX = 2;

  private static final EdgesReader NOBODY = (run, edges) -> {};
  private static final Deque<TlcSession> IDLE = new ArrayDeque<>();

  private TlcRunner() {}

  /** Like {@link #run(TlcOptions, LongConsumer)}, without progress. */
  public static TlcRun run(TlcOptions options) throws IOException, InterruptedException {
    return run(options, states -> {});
  }

  /**
   * Runs TLC to its end. When a property breaks and no graph was wanted, runs it once more with one
   * worker and the graph, whose labels give the trace its parameters.
   *
   * @param statesSoFar takes the distinct states found so far, every two seconds, on another thread
   * @throws InterruptedException when this thread is interrupted; TLC's process is destroyed then
   */
  public static TlcRun run(TlcOptions options, LongConsumer statesSoFar)
      throws IOException, InterruptedException {
    TlcRun first = run(options, statesSoFar, NOBODY);
    boolean exact = options.wantGraph() && options.workers() == 1;
    if (exact || !(first.result() instanceof TlcResult.Violates violates)) {
      return first;
    }
    TlcRun second = run(options.withGraph().withWorkers(1), statesSoFar, NOBODY);
    if (!(second.result() instanceof TlcResult.Violates again)
        || !again.property().equals(violates.property())) {
      return first;
    }
    TlcResult told =
        new TlcResult.Violates(
            violates.stats(), again.property(), again.trace(), again.loopStart());
    return new TlcRun(told, first.graph(), first.edgesByAction(), false);
  }

  /** What reads the file of a graph before the next run overwrites it. */
  interface EdgesReader {
    void read(TlcRun run, Path edges) throws IOException;
  }

  /**
   * As above, once.
   *
   * @param reader reads the file of the graph, if there is one
   */
  static TlcRun run(TlcOptions options, LongConsumer statesSoFar, EdgesReader reader)
      throws IOException, InterruptedException {
    Optional<TlcRun> noJar = noOwnJar();
    if (noJar.isPresent()) {
      return noJar.get();
    }
    TlcSession session = take(options.heapMegabytes());
    boolean ended = false;
    try {
      TlcRun run = session.run(options, Long.MAX_VALUE, 0, statesSoFar);
      if (run.graph() != null) {
        reader.read(run, session.edges());
      }
      ended = true;
      return run;
    } finally {
      if (ended) {
        giveBack(session, options);
      } else {
        session.close();
      }
    }
  }

  private static TlcSession take(int heapMegabytes) throws IOException {
    synchronized (IDLE) {
      for (Iterator<TlcSession> idle = IDLE.iterator(); idle.hasNext(); ) {
        TlcSession session = idle.next();
        if (session.heapMegabytes() >= heapMegabytes) {
          idle.remove();
          return session;
        }
      }
    }
    return new TlcSession(heapMegabytes);
  }

  private static void giveBack(TlcSession session, TlcOptions options) throws IOException {
    boolean keep = ownJar().isEmpty() && options.heapMegabytes() <= TlcOptions.HEAP_MEGABYTES;
    synchronized (IDLE) {
      if (keep && IDLE.size() < IDLE_MAX) {
        IDLE.push(session);
        return;
      }
    }
    session.close();
  }

  /** What every run comes to if {@value #OWN_JAR} names no file. */
  static Optional<TlcRun> noOwnJar() {
    if (ownJar().isEmpty() || Files.isRegularFile(Path.of(ownJar()))) {
      return Optional.empty();
    }
    String message = "-D" + OWN_JAR + ": no such file: " + ownJar();
    return Optional.of(new TlcRun(new TlcResult.Failed(message, ""), null));
  }

  /** The jar that {@value #OWN_JAR} names, or empty. */
  static String ownJar() {
    return System.getProperty(OWN_JAR, "").strip();
  }
}
