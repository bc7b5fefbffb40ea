package dev.lockstep.cli.regress;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.StoreOptions;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.model.Constants;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.explore.StateExplorer;
import dev.lockstep.simulator.hunt.Universe;
import dev.lockstep.simulator.hunt.Universes;
import dev.lockstep.traces.CoverReplay;
import dev.lockstep.traces.LockReplayer;
import dev.lockstep.traces.LockStoreUnderTest;
import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.PairedStores;
import dev.lockstep.traces.RandomActions;
import dev.lockstep.traces.Trace;
import dev.lockstep.traces.corpus.Corpus;
import dev.lockstep.traces.json.SpecManifest;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * What one caller after the other can see: the corpus, every transition of configs, random calls.
 */
final class CallPart {
  /** A cover of more edges than this adds time and no case. */
  private static final long COVER_EDGES_MAX = 200_000;

  /** Each cover has stores of its own. */
  private static final int AT_ONCE = 2;

  private static final int CALLS_IN_SEQUENCE = 50;

  private final Sides sides;
  private final long seed;
  private final int sequences;
  private final TimeShares time;

  /**
   * @param seed of the random sequences
   * @param sequences how many of them
   * @param time of which transitions and random calls have a share each
   */
  CallPart(Sides sides, long seed, int sequences, TimeShares time) {
    this.sides = sides;
    this.seed = seed;
    this.sequences = sequences;
    this.time = time;
  }

  /**
   * What came of it.
   *
   * @param traces traces of the corpus run on both
   * @param led counterexamples of the lock level led through both
   * @param ledApart those that end otherwise on one side, a line each
   * @param configs configs covered to their end
   * @param configsAsked how many there are
   * @param edges their transitions that were taken on both and are alike
   * @param refusals calls that both had to turn down
   * @param sequences random sequences
   * @param asked how many were asked for
   * @param unlikeModel lists of calls on which both are alike and unlike the model
   * @param notKept lists of calls that show more sorts of difference than are kept
   * @param found what differs
   */
  record Report(
      int traces,
      int led,
      List<String> ledApart,
      int configs,
      int configsAsked,
      long edges,
      long refusals,
      int sequences,
      int asked,
      long unlikeModel,
      int notKept,
      List<CallRuns.Parted> found) {}

  Report run() throws IOException, InterruptedException {
    try (StoreOptions.Opened a = sides.openA();
        StoreOptions.Opened b = sides.openB()) {
      CallRuns runs = new CallRuns(new PairedStores(a.factory(), b.factory()));
      List<String> ledApart = new ArrayList<>();
      Corpora corpus = corpus(runs, a, b, ledApart);
      Covers covers = covers(runs);
      int done = random(runs);
      return new Report(
          corpus.traces(),
          corpus.led(),
          ledApart,
          covers.configs(),
          covers.asked(),
          covers.edges(),
          covers.refusals(),
          done,
          sequences,
          runs.unlikeModel() + covers.unlikeModel(),
          runs.notKept(),
          runs.found());
    }
  }

  private boolean canRun(PairedStores stores, Constants constants) {
    return stores.whyNot(constants).isEmpty()
        && (sides.patched()
            || constants.blocks().stream().noneMatch(block -> block.kind().isNative()));
  }

  private record Corpora(int traces, int led) {}

  private Corpora corpus(
      CallRuns runs, StoreOptions.Opened a, StoreOptions.Opened b, List<String> ledApart)
      throws IOException {
    int traces = 0;
    int led = 0;
    List<Path> files = new Corpus(sides.workspace().traces()).files();
    try (Progress progress = new Progress("corpus", files.size())) {
      for (Path file : files) {
        try {
          if (Corpus.readAny(file) instanceof LockTrace lock) {
            led += led(file, lock, a, b, ledApart) ? 1 : 0;
          } else {
            Trace trace = Corpus.read(file);
            if (canRun(runs.stores(), trace.constants())
                && !CallRuns.waitsForEver(trace.constants(), trace.actions())) {
              runs.run(trace.constants(), trace.actions());
              traces++;
            }
          }
        } catch (TraceFormatException e) {
          throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
        progress.to(traces + led);
      }
    }
    return new Corpora(traces, led);
  }

  /** A trace of the lock level, if both stores can be led through it. */
  private static boolean led(
      Path file,
      LockTrace trace,
      StoreOptions.Opened a,
      StoreOptions.Opened b,
      List<String> apart) {
    if (a.whyNot(trace.constants()).isPresent() || b.whyNot(trace.constants()).isPresent()) {
      return false;
    }
    String onA = ends(trace, a.lockFactory().orElseThrow());
    String onB = ends(trace, b.lockFactory().orElseThrow());
    if (!onA.equals(onB)) {
      apart.add(Workspace.shown(file) + ": " + onA + ", on the other " + onB);
    }
    return true;
  }

  private static String ends(LockTrace trace, LockStoreUnderTest.Factory stores) {
    return new LockReplayer(trace)
        .replay(stores)
        .map(d -> "parts at step " + (d.step() + 1) + " in " + d.field() + ", has " + d.actual())
        .orElse("goes to its end");
  }

  private record Covers(int configs, int asked, long edges, long refusals, long unlikeModel) {}

  private Covers covers(CallRuns runs) throws InterruptedException {
    List<SpecManifest.Config> configs =
        sides.workspace().manifest().configs().stream()
            .filter(c -> c.level().equals("contract"))
            .filter(c -> !c.mustFail() && c.edges() <= COVER_EDGES_MAX)
            .filter(c -> canRun(runs.stores(), sides.workspace().config(c.name()).constants()))
            .toList();
    BooleanSupplier isOver = time.begin(TimeShares.Share.TRANSITIONS);
    long edges = 0;
    long refusals = 0;
    long unlike = 0;
    int covered = 0;
    AtomicLong done = new AtomicLong();
    long all = configs.stream().mapToLong(SpecManifest.Config::edges).sum();
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
    try (Progress progress = new Progress("cover", all)) {
      List<Future<CoverReplay.Report>> running = new ArrayList<>();
      for (SpecManifest.Config config : configs) {
        running.add(pool.submit(() -> cover(config, runs.stores(), done, progress, isOver)));
      }
      for (int i = 0; i < configs.size(); i++) {
        CoverReplay.Report report = running.get(i).get();
        Constants constants = sides.workspace().config(configs.get(i).name()).constants();
        // The walk ends early where too much is unlike the model, on both sides or on one.
        covered += report.replayed() == report.edges() ? 1 : 0;
        edges += report.replayed();
        refusals += report.refusals();
        int known = runs.parted();
        report.divergences().forEach(d -> runs.run(constants, d.actions()));
        unlike += Math.max(0, report.divergences().size() - (runs.parted() - known));
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a cover failed", e.getCause());
    } finally {
      pool.shutdownNow();
    }
    return new Covers(covered, configs.size(), edges, refusals, unlike);
  }

  private CoverReplay.Report cover(
      SpecManifest.Config config,
      PairedStores stores,
      AtomicLong done,
      Progress progress,
      BooleanSupplier isOver) {
    ContractModel model = new ContractModel(sides.workspace().config(config.name()).constants());
    AtomicLong before = new AtomicLong();
    return new CoverReplay(model, StateExplorer.graphOf(model), stores)
        .replay(
            replayed -> progress.to(done.addAndGet(replayed - before.getAndSet(replayed))), isOver);
  }

  /** Without its native blocks where the stores have none. */
  private Universe withWhatBothHave(Universe universe) {
    Constants c = universe.constants();
    return sides.patched()
        ? universe
        : new Universe(
            universe.name(),
            new Constants(
                c.tasks(),
                c.blocks().stream().filter(block -> !block.kind().isNative()).toList(),
                c.onHeap(),
                c.offHeap(),
                c.unrollThreshold(),
                c.unrollModes(),
                c.executionModes(),
                c.demands(),
                c.locksMax()));
  }

  private int random(CallRuns runs) {
    List<Universe> universes =
        Universes.all().stream()
            .map(this::withWhatBothHave)
            .filter(universe -> universe.constants().blocks().size() > 1)
            .filter(universe -> canRun(runs.stores(), universe.constants()))
            .toList();
    List<RandomActions> choosers =
        universes.stream().map(u -> new RandomActions(new ContractModel(u.constants()))).toList();
    if (universes.isEmpty()) {
      return 0;
    }
    BooleanSupplier isOver = time.begin(TimeShares.Share.CALLS);
    try (Progress progress = new Progress("random", sequences)) {
      for (int i = 0; i < sequences; i++) {
        if (isOver.getAsBoolean()) {
          return i;
        }
        int u = i % universes.size();
        runs.run(
            universes.get(u).constants(),
            choosers.get(u).sequence(seed * 1_000_003L + i, CALLS_IN_SEQUENCE));
        progress.to(i);
      }
    }
    return sequences;
  }
}
