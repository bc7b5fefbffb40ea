package dev.lockstep.schedule.scenario;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that can come of a scenario.
 *
 * @param scenario the scenario
 * @param shown by its text, each outcome with a run that shows it
 * @param schedules how many schedules were run
 * @param complete whether they were all, up to the order of independent steps: only then what is
 *     not in here can't happen
 */
public record Outcomes(
    Scenario scenario, Map<String, Shown> shown, long schedules, boolean complete) {
  public Outcomes {
    shown = Collections.unmodifiableMap(new TreeMap<>(shown));
  }

  /**
   * An outcome and a run that shows it.
   *
   * @param outcome what came of the run
   * @param broken the rules that it broke whatever the order
   * @param schedule the thread of each step
   * @param steps how many steps that is
   * @param switches how often another thread goes on
   */
  public record Shown(
      Outcome outcome, List<String> broken, String schedule, int steps, int switches) {
    public Shown {
      broken = List.copyOf(broken);
    }

    /** The one that is easier to follow. */
    Shown shorter(Shown other) {
      return other.switches < switches || (other.switches == switches && other.steps < steps)
          ? other
          : this;
    }

    @Override
    public String toString() {
      return broken.isEmpty()
          ? outcome.toString()
          : outcome + "   broken: " + String.join("; ", broken);
    }
  }
}
