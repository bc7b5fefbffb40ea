package dev.lockstep.schedule.search;

import dev.lockstep.schedule.Scheduler;
import dev.lockstep.schedule.Situation;

/**
 * Replays a schedule. A schedule that does not fit what is run is an error, not something to be
 * improvised on; where it ends, the run goes on by whoever went last, then by number.
 *
 * @param schedule thread numbers, a digit each (base 36)
 */
public record Fixed(String schedule) implements Scheduler {

  @Override
  public int choose(Situation s) {
    if (s.depth() >= schedule.length()) {
      return s.enabled()[0];
    }
    int thread = Character.digit(schedule.charAt(s.depth()), Character.MAX_RADIX);
    if (thread < 0 || thread >= s.threads() || !s.isEnabled(thread)) {
      throw new ScheduleMismatchException(
          "schedule "
              + schedule
              + ": step "
              + (s.depth() + 1)
              + " is thread '"
              + schedule.charAt(s.depth())
              + "', which can't go on there");
    }
    return thread;
  }
}
