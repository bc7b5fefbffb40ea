package dev.lockstep.schedule.search;

import dev.lockstep.schedule.Operation;
import dev.lockstep.schedule.Run;
import dev.lockstep.schedule.Scheduler;
import dev.lockstep.schedule.Situation;
import java.util.ArrayList;
import java.util.List;

/**
 * All schedules with at most so many preemptions: a preemption is a switch away from a thread that
 * could go on and is in the middle of a call. With none, calls follow each other as if each were
 * one step, unless one waits: those are the serial schedules.
 *
 * <p>Source: Musuvathi, Qadeer: Iterative context bounding for systematic testing of multithreaded
 * programs, PLDI 2007.
 */
public final class DepthFirst implements Search {
  private final int preemptionsMax;
  private final List<Choice> choices = new ArrayList<>();
  private boolean left = true;

  /** Where a schedule can branch: the threads to try, and the one that is being tried. */
  private static final class Choice {
    final int[] options;
    int at;

    Choice(int[] options) {
      this.options = options;
    }
  }

  public DepthFirst(int preemptionsMax) {
    this.preemptionsMax = preemptionsMax;
  }

  @Override
  public boolean isLeft() {
    return left;
  }

  @Override
  public boolean isComplete() {
    return !left;
  }

  @Override
  public Scheduler next() {
    return new Scheduler() {
      private int preemptions;

      @Override
      public int choose(Situation s) {
        int[] enabled = s.enabled();
        boolean switchCosts = costs(s);
        Choice choice;
        if (s.depth() < choices.size()) {
          choice = choices.get(s.depth());
        } else {
          boolean mayPreempt = !switchCosts || preemptions < preemptionsMax;
          choice = new Choice(mayPreempt ? enabled : new int[] {enabled[0]});
          choices.add(choice);
        }
        int chosen = choice.options[choice.at];
        if (switchCosts && chosen != s.last()) {
          preemptions++;
        }
        return chosen;
      }
    };
  }

  private static boolean costs(Situation s) {
    int last = s.last();
    if (last < 0 || !s.isEnabled(last)) {
      return false;
    }
    Operation pending = s.pending(last);
    return pending != null && pending.kind() != Operation.Kind.CALL;
  }

  @Override
  public void learn(Run run) {
    // A run may be shorter than the last: what it did not reach is done with.
    while (choices.size() > run.steps().size()) {
      choices.remove(choices.size() - 1);
    }
    while (!choices.isEmpty()) {
      Choice deepest = choices.get(choices.size() - 1);
      if (++deepest.at < deepest.options.length) {
        return;
      }
      choices.remove(choices.size() - 1);
    }
    left = false;
  }
}
