package dev.lockstep.simulator;

import dev.lockstep.model.Model;
import dev.lockstep.model.Step;

/**
 * Hears of a simulation as it goes. The simulation keeps no history of its own, so that its memory
 * does not grow with its length; whoever wants one collects it here.
 */
public interface SimulationListener {
  /** Hears nothing. */
  SimulationListener NONE = new SimulationListener() {};

  /** The constants have been drawn, no step has been taken. */
  default void begun(Model model) {}

  /**
   * A step was taken.
   *
   * @param micros simulated time
   */
  default void stepped(long micros, Step step) {}

  /** Called now and then, for a person who waits. */
  default void progressed(long steps, long stepsMax) {}

  /** Both, this one first. */
  default SimulationListener and(SimulationListener other) {
    SimulationListener first = this;
    return new SimulationListener() {
      @Override
      public void begun(Model model) {
        first.begun(model);
        other.begun(model);
      }

      @Override
      public void stepped(long micros, Step step) {
        first.stepped(micros, step);
        other.stepped(micros, step);
      }

      @Override
      public void progressed(long steps, long stepsMax) {
        first.progressed(steps, stepsMax);
        other.progressed(steps, stepsMax);
      }
    };
  }
}
