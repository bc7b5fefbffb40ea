package dev.lockstep.schedule.scenario;

import dev.lockstep.schedule.Ending;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Something wrong that a schedule shows.
 *
 * @param kind what kind of wrong
 * @param detail in a line: the exception, the rule that is broken, the outcome
 * @param schedule the shortest one seen, replayed to be sure
 * @param replays how often, of three, the schedule gave the same again
 * @param story what happened, a line a step
 * @param apart of an outcome that is not serial: for each serial outcome the calls whose results
 *     are others there, without their blocks, and {@link #STATE} if the final state is another
 */
public record Finding(
    Kind kind, String detail, String schedule, int replays, String story, List<Set<String>> apart) {

  /** In {@link #apart}, for the final state. */
  public static final String STATE = "state";

  public Finding {
    apart = List.copyOf(apart);
  }

  /** Whether it is apart from some serial outcome in no more than these. */
  boolean isApartOnlyIn(Set<String> calls) {
    return apart.stream().anyMatch(calls::containsAll);
  }

  /** The kinds, the gravest first. */
  public enum Kind {
    DEADLOCK,
    SLEEPS_FOR_EVER,
    LIVELOCK,
    /** A call throws what it throws in no serial order. */
    EXCEPTION,
    /** A count is negative or lost, a rule about payloads or bytes is broken. */
    BROKEN_RULE,
    /** The results and the final state are those of no serial order. */
    NOT_SERIAL,
    /** What came of a run, wrong or not: what one Spark shows and another does not. */
    OUTCOME;

    /** In words, such as {@code broken rule}. */
    public String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The kind of a run that hangs. */
    public static Kind of(Ending ending) {
      return switch (ending) {
        case DEADLOCK -> DEADLOCK;
        case SLEEPS_FOR_EVER -> SLEEPS_FOR_EVER;
        case STEP_LIMIT -> LIVELOCK;
        case COMPLETED, STOPPED -> throw new IllegalArgumentException(ending + " is no hang");
      };
    }
  }
}
