package dev.lockstep.simulator.hunt;

import dev.lockstep.model.InvalidConstantException;
import java.time.Duration;

/** When a hunt gives up. */
public sealed interface HuntBudget {

  /** After so many sequences: the same hunt on every machine. */
  record Sequences(long most) implements HuntBudget {
    public Sequences {
      if (most < 0) {
        throw new InvalidConstantException("sequences", "must be at least 0, was " + most);
      }
    }

    @Override
    public boolean allows(long sequences, long nanosElapsed) {
      return sequences < most;
    }

    @Override
    public double used(long sequences, long nanosElapsed) {
      return most == 0 ? 1 : (double) sequences / most;
    }
  }

  /** After so much time: how far it gets depends on the machine, what it finds on the way not. */
  record Time(Duration most) implements HuntBudget {
    private static final Duration MAX = Duration.ofDays(1000);

    public Time {
      if (most.isNegative() || most.compareTo(MAX) > 0) {
        throw new InvalidConstantException("time", "must be between 0 and 1000 days, was " + most);
      }
    }

    @Override
    public boolean allows(long sequences, long nanosElapsed) {
      return nanosElapsed < most.toNanos();
    }

    @Override
    public double used(long sequences, long nanosElapsed) {
      return most.isZero() ? 1 : Math.min(1, (double) nanosElapsed / most.toNanos());
    }
  }

  /** Whether another sequence may begin. */
  boolean allows(long sequences, long nanosElapsed);

  /** Part of the budget that is used up, for a person who waits. */
  double used(long sequences, long nanosElapsed);
}
