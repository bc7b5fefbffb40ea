package dev.lockstep.simulator.hunt;

import dev.lockstep.model.Action;
import dev.lockstep.model.Constants;
import dev.lockstep.model.Model;
import dev.lockstep.traces.Divergence;
import dev.lockstep.traces.RandomActions;
import dev.lockstep.traces.Replayer;
import dev.lockstep.traces.Shrinker;
import dev.lockstep.traces.StoreUnderTest;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
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
      Universe universe = spec.universes().get((int) (i % spec.universes().size()));
      Optional<HuntResult.Found> found =
          attempt(universe, attemptSeed(spec.seed(), i), spec.length(), i + 1);
      if (found.isPresent()) {
        return found.get();
      }
    }
  }

  /** Runs one sequence alone, as a hunt of that length did. */
  public HuntResult replay(Universe universe, long attemptSeed, int length) {
    Optional<HuntResult.Found> found = attempt(universe, attemptSeed, length, 1);
    return found.isPresent() ? found.get() : new HuntResult.NothingFound(1);
  }

  private Optional<HuntResult.Found> attempt(
      Universe universe, long attemptSeed, int length, long evaluations) {
    Model model = models.apply(universe.constants());
    Replayer replayer = new Replayer(model, stores);
    List<Action> actions = new RandomActions(model).sequence(attemptSeed, length);
    try {
      return replayer
          .replay(actions)
          .map(
              divergence -> {
                List<Action> prefix = upTo(divergence, actions);
                List<Action> shrunk =
                    new Shrinker(model, SHRINK_ATTEMPTS_MAX)
                        .shrink(prefix, fewer -> same(divergence, replayer.replay(fewer)))
                        .actions();
                Divergence left = replayer.replay(shrunk).orElse(divergence);
                return new HuntResult.Found(
                    left, universe, upTo(left, shrunk), prefix.size(), attemptSeed, evaluations);
              });
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
