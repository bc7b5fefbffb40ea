package dev.lockstep.traces;

import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.model.lock.LockStep;
import java.util.List;
import java.util.Optional;

/**
 * A store that is led through one interleaving, a step at a time: the model, or a real store whose
 * threads are held back.
 */
public interface LockStoreUnderTest extends AutoCloseable {

  /** Makes fresh stores of one sort. */
  interface Factory {

    /** What the store is, for a person. */
    String description();

    /**
     * A fresh store in its initial state.
     *
     * @throws dev.lockstep.model.InvalidConstantException if {@link #whyNot} has a reason
     */
    LockStoreUnderTest create(LockConstants constants);

    /**
     * What is put into the store, or left out by its callers, so that it is without the mechanisms
     * that the constants leave out; empty if that is what the store is anyway.
     */
    default List<String> changes(LockConstants constants) {
      return List.of();
    }

    /** Why these stores can't be run with some constants, with the field; empty if they can. */
    default Optional<InvalidConstantException> whyNot(LockConstants constants) {
      return Optional.empty();
    }
  }

  /** A store that does not take a step which the trace has next. */
  final class StepNotTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param reason why, in one line
     */
    public StepNotTakenException(String reason) {
      super(reason);
    }

    /** Why, in one line. */
    public String reason() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * Lets one thread take one step, and looks at the store when it has.
   *
   * @throws StepNotTakenException if the thread does something else, or nothing
   */
  LockObservation apply(LockStep.Label step);

  /**
   * Whether a thread that is in a call could take a step of it now; one that waits for a lock, or
   * sleeps, can't.
   */
  boolean goesOn(int thread);

  /** Ends the store; what was lost in it, as anomalies. Ends the threads that it led, too. */
  List<Anomaly> finish();

  @Override
  default void close() {
    finish();
  }
}
