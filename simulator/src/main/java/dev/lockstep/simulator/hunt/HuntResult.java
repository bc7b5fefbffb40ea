package dev.lockstep.simulator.hunt;

import dev.lockstep.model.Action;
import dev.lockstep.traces.Divergence;
import java.util.List;

/** How a hunt ended. */
public sealed interface HuntResult {

  /** Sequences that were replayed, those of the shrinking not counted. */
  long evaluations();

  /**
   * The store and the model part.
   *
   * @param divergence where the shrunk calls part
   * @param universe the constants to replay them under
   * @param shrunk the shortest calls found that break the same rule in the same field
   * @param originalLength calls up to the divergence before shrinking
   * @param attemptSeed seed of the sequence: {@link Hunt#replay} finds it again alone
   * @param evaluations sequences tried, this one included
   */
  record Found(
      Divergence divergence,
      Universe universe,
      List<Action> shrunk,
      int originalLength,
      long attemptSeed,
      long evaluations)
      implements HuntResult {
    public Found {
      shrunk = List.copyOf(shrunk);
    }
  }

  /** The budget is used up. */
  record NothingFound(long evaluations) implements HuntResult {}
}
