package dev.lockstep.schedule;

import java.util.ArrayList;
import java.util.List;

/** One choice of a run: which thread went on, and what it was about to do. */
public final class Step {
  private final int thread;
  private final Operation operation;

  /** Locks that it gave back before it stopped again. */
  private final List<Object> released = new ArrayList<>(2);

  Step(int thread, Operation operation) {
    this.thread = thread;
    this.operation = operation;
  }

  public int thread() {
    return thread;
  }

  public Operation operation() {
    return operation;
  }

  void releases(Object lock) {
    released.add(lock);
  }

  /** Whether somebody who tries the lock of an operation can tell if this step is over. */
  public boolean releasesFor(Operation tried) {
    return tried.kind() == Operation.Kind.TRY_LOCK
        && released.stream().anyMatch(lock -> lock == tried.resource());
  }

  /** The locks that it has given back so far. */
  public List<Object> releases() {
    return released;
  }
}
