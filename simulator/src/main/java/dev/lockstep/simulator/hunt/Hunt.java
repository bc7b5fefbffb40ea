package dev.lockstep.simulator.hunt;

import dev.lockstep.model.Action;
import dev.lockstep.model.Constants;
import dev.lockstep.model.Model;
import dev.lockstep.traces.Divergence;
import dev.lockstep.traces.RandomActions;
import dev.lockstep.traces.Replayer;
import dev.lockstep.traces.Shrinker;
import dev.lockstep.traces.StoreUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Searches at random for calls on which a store and the model part, and shrinks what it finds.
 * Sequences don't depend on one another: each has a seed of its own and can be replayed alone.
 */
public final class Hunt {
  /** Replays that shrinking may take; on the real store about a minute. */
  private static final int SHRINK_ATTEMPTS_MAX = 5_000;

  /** Sequences that each thread tries before all of them are looked at. */
  private static final int SEQUENCES_A_THREAD = 8;

  private final Function<Constants, Model> models;
  private final StoreUnderTest.Factory stores;
  private final LongSupplier nanos;

  /**
   * A hunt.
   *
   * @param models the model to compare with, such as {@code ContractModel::new}
   * @param stores the stores to search
   */
  public Hunt(Function<Constants, Model> models, StoreUnderTest.Factory stores) {
    this(models, stores, System::nanoTime);
  }

  Hunt(Function<Constants, Model> models, StoreUnderTest.Factory stores, LongSupplier nanos) {
    this.models = models;
    this.stores = stores;
    this.nanos = nanos;
  }

  /** The seed of a sequence. */
  public static long attemptSeed(long seed, long sequence) {
    return new SplittableRandom(seed ^ new SplittableRandom(sequence).nextLong()).nextLong();
  }

  /** Hunts until something is found or the budget is used up. */
  public HuntResult run(HuntSpec spec) {
    return run(spec, used -> {});
  }

  /**
   * The same.
   *
   * @param progress hears, before each sequence, which part of the budget is used up
   */
  public HuntResult run(HuntSpec spec, DoubleConsumer progress) {
    long began = nanos.getAsLong();
    for (long i = 0; ; i++) {
      long elapsed = nanos.getAsLong() - began;
      progress.accept(spec.budget().used(i, elapsed));
      if (!spec.budget().allows(i, elapsed)) {
        return new HuntResult.NothingFound(i);
      }
      Optional<Failed> failed =
          search(universe(spec, i), attemptSeed(spec.seed(), i), spec.length(), i + 1);
      if (failed.isPresent()) {
        return shrunk(failed.get());
      }
    }
  }

  /**
   * The same on several threads, each with stores of its own from the one factory. Sequences are
   * tried some at a time; of those that find something the first by number counts, so that the
   * answer is that of one thread.
   */
  public HuntResult run(HuntSpec spec, int threads, DoubleConsumer progress) {
    if (threads == 1) {
      return run(spec, progress);
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      long began = nanos.getAsLong();
      for (long first = 0; ; ) {
        long elapsed = nanos.getAsLong() - began;
        progress.accept(spec.budget().used(first, elapsed));
        List<Callable<Optional<Failed>>> batch = new ArrayList<>();
        for (long i = first;
            i < first + (long) SEQUENCES_A_THREAD * threads && spec.budget().allows(i, elapsed);
            i++) {
          Universe universe = universe(spec, i);
          long attemptSeed = attemptSeed(spec.seed(), i);
          long number = i + 1;
          batch.add(() -> search(universe, attemptSeed, spec.length(), number));
        }
        if (batch.isEmpty()) {
          return new HuntResult.NothingFound(first);
        }
        for (Future<Optional<Failed>> tried : pool.invokeAll(batch)) {
          if (tried.get().isPresent()) {
            return shrunk(tried.get().get());
          }
        }
        first += batch.size();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while hunting", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a sequence failed: " + e.getCause(), e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static Universe universe(HuntSpec spec, long sequence) {
    return spec.universes().get((int) (sequence % spec.universes().size()));
  }

  /** Runs one sequence alone, as a hunt of that length did. */
  public HuntResult replay(Universe universe, long attemptSeed, int length) {
    Optional<HuntResult.Found> found = search(universe, attemptSeed, length, 1).map(this::shrunk);
    return found.isPresent() ? found.get() : new HuntResult.NothingFound(1);
  }

  /** A sequence up to where the store and the model part. */
  private record Failed(
      Divergence divergence,
      Universe universe,
      List<Action> prefix,
      long attemptSeed,
      long evaluations) {}

  private Optional<Failed> search(
      Universe universe, long attemptSeed, int length, long evaluations) {
    Model model = models.apply(universe.constants());
    List<Action> actions = new RandomActions(model).sequence(attemptSeed, length);
    try {
      return new Replayer(model, stores)
          .replay(actions)
          .map(
              divergence ->
                  new Failed(
                      divergence, universe, upTo(divergence, actions), attemptSeed, evaluations));
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          stores.description()
              + " failed in universe "
              + universe.name()
              + ", sequence seed "
              + attemptSeed
              + ", length "
              + length,
          e);
    }
  }

  private HuntResult.Found shrunk(Failed failed) {
    Model model = models.apply(failed.universe().constants());
    Replayer replayer = new Replayer(model, stores);
    Divergence divergence = failed.divergence();
    List<Action> shrunk =
        new Shrinker(model, SHRINK_ATTEMPTS_MAX)
            .shrink(failed.prefix(), fewer -> same(divergence, replayer.replay(fewer)))
            .actions();
    Divergence left = replayer.replay(shrunk).orElse(divergence);
    return new HuntResult.Found(
        left,
        failed.universe(),
        upTo(left, shrunk),
        failed.prefix().size(),
        failed.attemptSeed(),
        failed.evaluations());
  }

  /** A shrunk sequence has to break the same rule in the same way, or it is another finding. */
  private static boolean same(Divergence original, Optional<Divergence> other) {
    return other
        .filter(d -> d.rule().equals(original.rule()) && d.field().equals(original.field()))
        .isPresent();
  }

  private static List<Action> upTo(Divergence divergence, List<Action> actions) {
    return actions.subList(0, Math.min(divergence.step() + 1, actions.size()));
  }
}
