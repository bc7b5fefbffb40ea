package dev.lockstep.schedule.search;

import dev.lockstep.schedule.Run;
import dev.lockstep.schedule.Scheduler;
import java.util.SplittableRandom;

/** Any enabled thread, each time, with equal chance. Ends never by itself. */
public final class RandomWalk implements Search {
  private final SplittableRandom random;

  public RandomWalk(long seed) {
    this.random = new SplittableRandom(seed);
  }

  @Override
  public boolean isLeft() {
    return true;
  }

  @Override
  public boolean isComplete() {
    return false;
  }

  @Override
  public Scheduler next() {
    SplittableRandom own = random.split();
    return s -> {
      int[] enabled = s.enabled();
      return enabled[own.nextInt(enabled.length)];
    };
  }

  @Override
  public void learn(Run run) {
    // Chance has no memory.
  }
}
