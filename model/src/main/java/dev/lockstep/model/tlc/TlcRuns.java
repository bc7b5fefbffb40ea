package dev.lockstep.model.tlc;

import dev.lockstep.io.KeptKey;
import dev.lockstep.io.KeptResults;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * TLC's runs, each made once: verdicts and graphs are kept by the hash of the modules that a run
 * reads, its config, TLC's jar and our classes beside it. A run that failed is not kept.
 */
public final class TlcRuns {
  private static final Pattern COMMENT =
      Pattern.compile("\\\\\\*[^\n]*|\\(\\*.*?\\*\\)", Pattern.DOTALL);
  private static final Pattern USED =
      Pattern.compile("\\bEXTENDS\\s+(\\w+(?:\\s*,\\s*\\w+)*)|\\bINSTANCE\\s+(\\w+)");

  private final KeptResults kept;

  public TlcRuns(KeptResults kept) {
    this.kept = kept;
  }

  /** What is kept of a run beside its graph; a verdict without a property is that all hold. */
  private record Verdict(
      String property,
      List<TlcStep> trace,
      int loopStart,
      TlcStats stats,
      TreeMap<String, Long> edgesByAction) {
    static Optional<Verdict> of(TlcRun run) {
      TreeMap<String, Long> edges = new TreeMap<>(run.edgesByAction());
      if (run.result() instanceof TlcResult.Holds holds) {
        return Optional.of(
            new Verdict("", List.of(), TlcResult.Violates.NO_LOOP, holds.stats(), edges));
      } else if (run.result() instanceof TlcResult.Violates v) {
        return Optional.of(new Verdict(v.property(), v.trace(), v.loopStart(), v.stats(), edges));
      }
      return Optional.empty();
    }

    TlcResult result() {
      return property.isEmpty()
          ? new TlcResult.Holds(stats)
          : new TlcResult.Violates(stats, property, trace, loopStart);
    }
  }

  /**
   * Runs TLC to its end with one worker, or tells what it came to before; with its graph.
   *
   * @param statesSoFar takes the distinct states found so far, on another thread
   */
  public TlcRun run(TlcOptions options, LongConsumer statesSoFar)
      throws IOException, InterruptedException {
    Optional<TlcRun> noJar = TlcRunner.noOwnJar();
    if (noJar.isPresent()) {
      return noJar.get();
    }
    KeptKey key = key(options);
    Optional<Verdict> before = kept.find(key, Verdict.class);
    Optional<byte[]> edges = before.isEmpty() ? Optional.empty() : kept.findBytes(graphOf(key));
    if (before.isPresent() && edges.isPresent()) {
      Verdict verdict = before.get();
      TlcGraph graph = TlcGraph.read(new ByteArrayInputStream(edges.get()));
      return new TlcRun(verdict.result(), graph, verdict.edgesByAction(), true);
    }
    return anew(options, key, statesSoFar);
  }

  /** The same; the graph is there only if TLC had to run. Nothing large is read from disk. */
  public TlcRun verdict(TlcOptions options, LongConsumer statesSoFar)
      throws IOException, InterruptedException {
    Optional<TlcRun> noJar = TlcRunner.noOwnJar();
    if (noJar.isPresent()) {
      return noJar.get();
    }
    KeptKey key = key(options);
    Optional<Verdict> before = kept.find(key, Verdict.class);
    if (before.isPresent()) {
      SortedMap<String, Long> edges = before.get().edgesByAction();
      return new TlcRun(before.get().result(), null, edges, true);
    }
    return anew(options, key, statesSoFar);
  }

  private TlcRun anew(TlcOptions options, KeptKey key, LongConsumer statesSoFar)
      throws IOException, InterruptedException {
    return TlcRunner.run(
        options.withGraph().withWorkers(1), statesSoFar, (run, edges) -> keep(key, run, edges));
  }

  private void keep(KeptKey key, TlcRun run, Path edges) throws IOException {
    Optional<Verdict> verdict = Verdict.of(run);
    if (verdict.isPresent()) {
      // The graph first: whoever finds the verdict finds it too.
      kept.keepBytes(graphOf(key), Files.readAllBytes(edges));
      kept.keep(key, verdict.get());
    }
  }

  private static KeptKey graphOf(KeptKey key) {
    return key.as("tlc-graph");
  }

  /** All that TLC's verdict on a config depends on, and so does its graph. */
  public static KeptKey key(TlcOptions options) throws IOException {
    return KeptKey.of("tlc")
        .withFile(TlcSession.tlcJar())
        .withCode(TlcRuns.class, "dev/lockstep/model/tlc/")
        .with(options.checkDeadlock())
        .withFile(options.config())
        .withFiles(modules(options.module()))
        .build();
  }

  /** A module and those of its folder that it extends or instantiates, by their names. */
  static List<Path> modules(Path module) throws IOException {
    TreeSet<Path> found = new TreeSet<>(List.of(module));
    Deque<Path> open = new ArrayDeque<>(found);
    while (!open.isEmpty()) {
      String text = COMMENT.matcher(Files.readString(open.remove())).replaceAll(" ");
      for (MatchResult use : USED.matcher(text).results().toList()) {
        String names = use.group(1) == null ? use.group(2) : use.group(1);
        for (String name : names.split("\\s*,\\s*")) {
          Path file = module.resolveSibling(name + ".tla");
          if (Files.isRegularFile(file) && found.add(file)) {
            open.add(file);
          }
        }
      }
    }
    return List.copyOf(found);
  }
}
