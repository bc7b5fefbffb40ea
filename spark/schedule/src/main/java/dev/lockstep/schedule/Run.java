package dev.lockstep.schedule;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What happened in one run.
 *
 * @param ending how it ended
 * @param steps all choices, in order
 * @param threads each thread at the end, by number
 */
public record Run(Ending ending, List<Step> steps, List<ThreadEnd> threads) {

  /**
   * A thread at the end of a run.
   *
   * @param thrown what its body threw, or null
   * @param waitsFor what it was about to do, or null if it has ended
   * @param waitsForThread who holds the lock that it waits for, or -1
   * @param holds the locks that it holds
   */
  public record ThreadEnd(
      @Nullable Throwable thrown,
      @Nullable Operation waitsFor,
      int waitsForThread,
      List<Object> holds) {}

  public Run {
    steps = List.copyOf(steps);
    threads = List.copyOf(threads);
  }

  /** The threads in the order in which they went on, a digit a step. */
  public String schedule() {
    return steps.stream()
        .map(s -> Integer.toString(s.thread(), Character.MAX_RADIX))
        .collect(Collectors.joining());
  }
}
