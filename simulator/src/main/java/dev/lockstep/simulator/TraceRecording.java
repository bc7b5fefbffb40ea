package dev.lockstep.simulator;

import dev.lockstep.model.Constants;
import dev.lockstep.model.Model;
import dev.lockstep.model.Outcome;
import dev.lockstep.model.Step;
import dev.lockstep.traces.StepComparison;
import dev.lockstep.traces.Trace;
import dev.lockstep.traces.Trace.TraceStep;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Turns the steps of a simulation into the steps of a trace. */
public final class TraceRecording implements SimulationListener {
  private final Consumer<Constants> header;
  private final Consumer<TraceStep> sink;
  private @Nullable StepComparison comparison;

  private TraceRecording(Consumer<Constants> header, Consumer<TraceStep> sink) {
    this.header = header;
    this.sink = sink;
  }

  /** Hands the constants over, then each step as it is taken; keeps nothing. */
  public static TraceRecording to(Consumer<Constants> header, Consumer<TraceStep> sink) {
    return new TraceRecording(header, sink);
  }

  /** The whole trace of a simulation. */
  public static Trace of(SimulationSpec spec) {
    List<Constants> constants = new ArrayList<>(1);
    List<TraceStep> steps = new ArrayList<>();
    Simulation.run(spec, to(constants::add, steps::add));
    return new Trace(
        Trace.Level.CONTRACT,
        Trace.Origin.RANDOM,
        spec.seed(),
        new Trace.Expectation.Conforms(),
        constants.get(0),
        steps);
  }

  @Override
  public void begun(Model model) {
    comparison = new StepComparison(model);
    header.accept(model.constants());
  }

  @Override
  public void stepped(long micros, Step step) {
    if (comparison == null) {
      throw new IllegalStateException("a step before the simulation has begun: " + step);
    }
    Outcome outcome = step.outcome();
    sink.accept(
        new TraceStep(
            step.action(),
            comparison.observation(
                new StepComparison.Expected(
                    step.action(),
                    outcome.result(),
                    outcome.amount(),
                    outcome.events(),
                    step.after()))));
  }
}
