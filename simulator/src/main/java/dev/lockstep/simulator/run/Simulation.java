package dev.lockstep.simulator.run;

import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.Result;
import dev.lockstep.simulator.metrics.BlockCosts;
import dev.lockstep.simulator.metrics.Tally;
import dev.lockstep.simulator.store.CacheStore;
import dev.lockstep.simulator.store.StoreLayout;
import dev.lockstep.simulator.workload.Request;
import dev.lockstep.simulator.workload.RequestStream;
import dev.lockstep.simulator.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Tasks that share one store, in simulated time. A call that the store makes wait is tried again,
 * oldest first, after every event. The requests are the same for every policy, in the same order;
 * only their times differ.
 */
public final class Simulation {
  /** Stock Spark polls unmanaged memory no more often than this, if it is told to. */
  private static final long POLL_MICROS = 1_000_000;

  private final SimulationSpec spec;
  private final SimulationListener listener;
  private final Clock clock = new Clock();
  private final EventQueue<Runnable> events = new EventQueue<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private final StoreLayout layout;
  private final BlockCosts costs;
  private final RequestStream stream;
  private final CacheStore store;
  private final Tally tally;
  private final double[] unitMicros = new double[MemoryMode.values().length];
  private long requests;
  private long calls;
  private long attempts;
  private long waitsBegun;
  private long waitsResolved;
  private long waitedMicros;
  private long nextPoll;
  private boolean called;

  private Simulation(SimulationSpec spec, SimulationListener listener) {
    this.spec = spec;
    this.listener = listener;
    // One split a purpose, in a fixed order: another number of draws for one changes no other.
    SplittableRandom root = new SplittableRandom(spec.seed());
    WorkloadSpec.Opened opened = spec.workload().open(root.split());
    this.layout = opened.layout();
    this.costs = opened.costs();
    this.stream = opened.requests();
    this.tally = new Tally(layout, costs, spec.cost(), spec.policy().copies());
    this.store = spec.policy().open(layout, tally);
    for (int t = 1; t <= spec.workload().tasks(); t++) {
      new SimulatedTask(t, spec.workload(), root.split(), this).begin();
    }
  }

  /** A call that waits, since when; it tries again and says whether it went through. */
  private record Waiting(BooleanSupplier again, long sinceMicros) {}

  /** Runs a simulation that nobody listens to. */
  public static SimulationResult run(SimulationSpec spec) {
    return run(spec, SimulationListener.NONE);
  }

  /** Runs a simulation. */
  public static SimulationResult run(SimulationSpec spec, SimulationListener listener) {
    return new Simulation(spec, listener).run();
  }

  private SimulationResult run() {
    listener.begun(store);
    while (requests < spec.requests() && !events.isEmpty()) {
      EventQueue.Due<Runnable> due = events.next();
      passed(clock.advanceTo(due.micros()));
      called = false;
      due.event().run();
      if (called && !waiting.isEmpty()) {
        retry();
      }
    }
    if (requests % listener.requestsBetweenReports() != 0 || requests == 0) {
      listener.progressed(store, clock.micros(), requests);
    }
    return result();
  }

  private void passed(long micros) {
    for (int mode = 0; mode < unitMicros.length; mode++) {
      unitMicros[mode] += (double) micros * store.liveUnits(mode);
    }
    while (nextPoll <= clock.micros()) {
      store.poll();
      nextPoll += POLL_MICROS;
    }
  }

  // What tasks may do

  CacheStore store() {
    return store;
  }

  StoreLayout layout() {
    return layout;
  }

  Tally tally() {
    return tally;
  }

  long costMicros(int block) {
    return costs.micros(block);
  }

  /** The next request, or false if there are to be no more. */
  boolean next(Request request) {
    if (requests == spec.requests()) {
      return false;
    }
    stream.next(request);
    requests++;
    if (requests % listener.requestsBetweenReports() == 0) {
      listener.progressed(store, clock.micros(), requests);
    }
    return true;
  }

  /** Runs something later. */
  void after(long micros, Runnable event) {
    events.schedule(clock.micros() + micros, event);
  }

  /** A task has made a call. */
  void made(Call call, int task, int block, int mode, long units) {
    called = true;
    calls++;
    listener.called(clock.micros(), call, task, block, mode, units);
  }

  void attemptEnded() {
    attempts++;
  }

  /** Tries something now, and again after every event until it goes through. */
  void untilDone(BooleanSupplier attempt) {
    if (!attempt.getAsBoolean()) {
      waitsBegun++;
      waiting.add(new Waiting(attempt, clock.micros()));
    }
  }

  /** Tries the waiting calls again until a round gets none through. */
  private void retry() {
    boolean progress = true;
    while (progress) {
      progress = false;
      Iterator<Waiting> oldestFirst = waiting.iterator();
      while (oldestFirst.hasNext()) {
        Waiting call = oldestFirst.next();
        if (call.again().getAsBoolean()) {
          oldestFirst.remove();
          waitsResolved++;
          waitedMicros += clock.micros() - call.sinceMicros();
          progress = true;
        }
      }
    }
  }

  /** A call came back with what no task should ever see. */
  IllegalStateException unexpected(Call call, int task, int block, Result result) {
    return new IllegalStateException(
        String.format(
            "seed %d, request %d: task %d, %s of block %d: %s",
            spec.seed(), requests, task, call, block, result));
  }

  private SimulationResult result() {
    Map<MemoryMode, Double> use = new EnumMap<>(MemoryMode.class);
    boolean[] present = new boolean[unitMicros.length];
    for (int b = 0; b < layout.blocks(); b++) {
      present[layout.mode(b)] = true;
    }
    for (MemoryMode mode : MemoryMode.values()) {
      int m = mode.ordinal();
      if (clock.micros() > 0 && present[m]) {
        use.put(mode, unitMicros[m] / store.memory(m) / clock.micros());
      }
    }
    return new SimulationResult(
        spec.workload().name(),
        spec.policy().name(),
        spec.seed(),
        requests,
        calls,
        clock.micros(),
        attempts,
        tally.metrics(),
        new SimulationResult.Waits(waitsBegun, waitsResolved, waiting.size(), waitedMicros),
        use);
  }
}
