package dev.lockstep.simulator.run;

import java.util.Comparator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * What is still to happen, earliest first. Events of one instant come out in the order in which
 * they went in: a heap alone would order them by accident, and the seed would not decide the run.
 *
 * @param <E> what happens
 */
public final class EventQueue<E> {
  private final PriorityQueue<Due<E>> heap =
      new PriorityQueue<>(
          Comparator.<Due<E>>comparingLong(Due::micros).thenComparingLong(Due::sequence));
  private long sequence;

  /**
   * An event and its instant.
   *
   * @param micros the instant
   * @param sequence number of events scheduled before it, which breaks ties
   * @param event what happens
   */
  public record Due<E>(long micros, long sequence, E event) {}

  /** Schedules an event. */
  public void schedule(long micros, E event) {
    heap.add(new Due<>(micros, sequence++, event));
  }

  public boolean isEmpty() {
    return heap.isEmpty();
  }

  /** Takes the next event out. */
  public Due<E> next() {
    Due<E> due = heap.poll();
    if (due == null) {
      throw new NoSuchElementException("no event is scheduled");
    }
    return due;
  }
}
