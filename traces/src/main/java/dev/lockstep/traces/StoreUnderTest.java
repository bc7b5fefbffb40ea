package dev.lockstep.traces;

import dev.lockstep.model.Action;
import dev.lockstep.model.Constants;
import dev.lockstep.model.InvalidConstantException;
import java.util.Optional;

/**
 * A store that actions are applied to, one call at a time: the model, the simulator, or the real
 * one.
 */
public interface StoreUnderTest extends AutoCloseable {

  /** Makes fresh stores of one sort. */
  interface Factory {

    /** What the store is, for a person: {@code Spark 4.2.0 (patched)}. */
    String description();

    /** Why there is no store with such constants, or empty. */
    default Optional<InvalidConstantException> whyNot(Constants constants) {
      return Optional.empty();
    }

    /**
     * A fresh store in its initial state.
     *
     * @throws InvalidConstantException if there is none with such constants
     */
    StoreUnderTest create(Constants constants);
  }

  /**
   * Makes one call and says what came of it. A refusal, a call that would wait and a fatal error
   * are results, not exceptions. Never blocks.
   */
  Observation apply(Action action);

  /** What the store looks like now; looking does not disturb it. */
  StoreSnapshot snapshot();

  /**
   * Ends the store and gives back what it holds.
   *
   * @return an observation of the end if something was lost in it (a leak), as anomalies
   */
  java.util.List<Anomaly> finish();

  @Override
  default void close() {
    finish();
  }
}
