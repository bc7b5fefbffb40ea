package dev.lockstep.simulator;

import dev.lockstep.model.Action;
import dev.lockstep.model.Model;
import dev.lockstep.model.Outcome;
import dev.lockstep.model.Response;
import dev.lockstep.model.Result;
import dev.lockstep.model.StoreState;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Tasks that share one store, in simulated time. Each event makes at most one call; a call that the
 * model makes wait is tried again, oldest first, after every step.
 */
public final class Simulation {
  private static final long STEPS_BETWEEN_REPORTS = 10_000;

  private final SimulationSpec spec;
  private final SimulationListener listener;
  private final Clock clock = new Clock();
  private final EventQueue<Runnable> events = new EventQueue<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private final Model model;
  private final Tally tally;
  private StoreState state;

  private Simulation(SimulationSpec spec, SimulationListener listener) {
    this.spec = spec;
    this.listener = listener;
    // One split a purpose, in a fixed order: another number of draws for one changes no other.
    SplittableRandom root = new SplittableRandom(spec.seed());
    Workload workload = spec.workload();
    this.model = spec.policy().model(new Population(workload.spec(), root.split()).constants());
    this.tally = new Tally(model.constants());
    this.state = model.initialStates().get(0);
    IntSupplier positions = workload.positions(root.split());
    for (int t = 1; t <= workload.spec().tasks(); t++) {
      new SimulatedTask(t, workload.spec(), positions, root.split(), this).begin();
    }
  }

  /** A call that waits, since when, and what comes after it. */
  private record Waiting(Action action, long sinceMicros, Consumer<Outcome> then) {}

  /** Runs a simulation that nobody listens to. */
  public static SimulationResult run(SimulationSpec spec) {
    return run(spec, SimulationListener.NONE);
  }

  /**
   * Runs a simulation.
   *
   * @throws IllegalStateException if a task makes a call that the store refuses, or one beyond the
   *     bounds of the constants: the workload is at fault
   */
  public static SimulationResult run(SimulationSpec spec, SimulationListener listener) {
    return new Simulation(spec, listener).run();
  }

  private SimulationResult run() {
    listener.begun(model);
    while (tally.steps() < spec.steps() && !events.isEmpty()) {
      EventQueue.Due<Runnable> due = events.next();
      tally.passed(clock.advanceTo(due.micros()), state);
      long before = tally.steps();
      due.event().run();
      if (tally.steps() > before) {
        retry();
      }
    }
    listener.progressed(tally.steps(), spec.steps());
    return tally.result(spec, clock.micros(), waiting.size());
  }

  // What tasks may do

  StoreState state() {
    return state;
  }

  Model model() {
    return model;
  }

  /** Runs something later. */
  void after(long micros, Runnable event) {
    events.schedule(clock.micros() + micros, event);
  }

  /** Makes a call that cannot wait. */
  Outcome call(Action action) {
    if (model.respond(state, action) instanceof Response.Taken taken) {
      return take(taken);
    }
    throw unexpected(action);
  }

  /** Makes a call, at once or as soon as the store lets it. */
  void callWhenPossible(Action action, Consumer<Outcome> then) {
    Response response = model.respond(state, action);
    if (response instanceof Response.Taken taken) {
      then.accept(take(taken));
    } else if (response instanceof Response.Declined declined
        && declined.result() == Result.WAITS) {
      tally.waitBegun();
      waiting.add(new Waiting(action, clock.micros(), then));
    } else {
      throw unexpected(action);
    }
  }

  private Outcome take(Response.Taken taken) {
    state = taken.step().after();
    tally.stepped(taken.step());
    listener.stepped(clock.micros(), taken.step());
    if (tally.steps() % STEPS_BETWEEN_REPORTS == 0) {
      listener.progressed(tally.steps(), spec.steps());
    }
    return taken.step().outcome();
  }

  /** Tries the waiting calls again until a round gets none through. */
  private void retry() {
    boolean progress = true;
    while (progress) {
      progress = false;
      Iterator<Waiting> oldestFirst = waiting.iterator();
      while (oldestFirst.hasNext() && tally.steps() < spec.steps()) {
        Waiting call = oldestFirst.next();
        if (model.respond(state, call.action()) instanceof Response.Taken taken) {
          oldestFirst.remove();
          tally.waitResolved(clock.micros() - call.sinceMicros());
          call.then().accept(take(taken));
          progress = true;
        }
      }
    }
  }

  private IllegalStateException unexpected(Action action) {
    return new IllegalStateException(
        "seed "
            + spec.seed()
            + ", step "
            + tally.steps()
            + ": "
            + action
            + " in "
            + state
            + ": "
            + model.respond(state, action));
  }
}
