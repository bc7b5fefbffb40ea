package dev.lockstep.spark.launch;

import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.model.lock.LockModel;
import dev.lockstep.model.lock.LockRun;
import dev.lockstep.model.lock.LockStep;
import dev.lockstep.model.lock.LockText;
import dev.lockstep.model.lock.Mechanism;
import dev.lockstep.spark.faults.StoreFault;
import dev.lockstep.traces.LockModelStore;
import dev.lockstep.traces.LockObservation;
import dev.lockstep.traces.LockStoreUnderTest;
import dev.lockstep.traces.LockStoreUnderTest.StepNotTakenException;
import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.Trace;
import dev.lockstep.traces.json.TraceCodec;
import dev.lockstep.traces.json.TraceFormatException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A counterexample of the lock level for a test of its own: it leads the threads of the store on
 * this JVM's class path, as that store is, and says whether the counterexample happens there.
 *
 * <p>{@code -Dlockstep.store=model} leads the Java model in the store's place, without the
 * mechanisms that the trace leaves out: there it always happens. {@code -Dlockstep.class.path}
 * names the store where {@code java.class.path} doesn't hold it.
 */
public final class LedCounterexample {
  /** The mechanisms that are a caller's; the rest are the store's own. */
  public static final Set<Mechanism> CALLERS =
      Collections.unmodifiableSet(EnumSet.of(Mechanism.PinToScan, Mechanism.RemoveFirst));

  private static final Map<String, SparkLockStores> OPENED = new HashMap<>();

  private final LockTrace trace;
  private final LockConstants constants;

  private LedCounterexample(LockTrace trace, LockConstants constants) {
    this.trace = trace;
    this.constants = constants;
  }

  /**
   * Reads it.
   *
   * @param json the trace
   * @throws IllegalArgumentException if it is no trace of the lock level
   */
  public static LedCounterexample of(String json) {
    try {
      if (TraceCodec.parse("trace", json) instanceof LockTrace trace) {
        return new LedCounterexample(trace, trace.constants());
      }
      throw new IllegalArgumentException("a trace of the contract level");
    } catch (TraceFormatException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Why no real store can be led through a trace with some constants, or empty. */
  public static Optional<InvalidConstantException> whyNot(LockConstants constants) {
    return SparkLockStores.asIs(List.of()).whyNot(constants);
  }

  /** The deliberate faults that make a store one without what some constants leave out. */
  public static List<String> faults(LockConstants constants) {
    return LeftOut.faults(constants.without()).stream().map(StoreFault::faultName).toList();
  }

  /** The same calls by callers that leave nothing out: they pin to scan, and unpin to remove. */
  public LedCounterexample withSoundCallers() {
    Set<Mechanism> without = EnumSet.noneOf(Mechanism.class);
    constants.without().stream().filter(m -> !CALLERS.contains(m)).forEach(without::add);
    return new LedCounterexample(trace, constants.without(without));
  }

  /**
   * Passes if the store can't be led to the end.
   *
   * @param rule what is broken if it can
   * @param bad the step at which a sound store parts at the soonest, from 1
   * @throws AssertionError if it can, or parts sooner: then it is broken in another way
   */
  public void mustNotHappen(String rule, int bad) {
    Optional<Parting> parting = lead();
    if (parting.isEmpty()) {
      int last = trace.length() - 1;
      throw new AssertionError(
          rule
              + " broken at step "
              + trace.length()
              + ", "
              + words(last)
              + ": the store took every step of the counterexample");
    }
    if (parting.get().step() + 1 < bad) {
      throw new AssertionError(
          rule
              + ": the store parts from the counterexample before its bad step "
              + bad
              + ", at "
              + parting.get());
    }
  }

  /**
   * Passes if the store takes every step, and stays or goes round as the trace says.
   *
   * @throws AssertionError if it parts
   */
  public void mustHappen() {
    lead()
        .ifPresent(
            parting -> {
              throw new AssertionError(
                  "the store does not do this any more: it parts at " + parting);
            });
  }

  /**
   * Where the store parts.
   *
   * @param step from 0; the number of steps for what comes after the last
   */
  private record Parting(int step, String action, String difference) {
    @Override
    public String toString() {
      return "step " + (step + 1) + ", " + action + ": " + difference;
    }
  }

  private Optional<Parting> lead() {
    if ("model".equals(System.getProperty("lockstep.store"))) {
      return lead(LockModelStore.factory());
    }
    String path =
        System.getProperty("lockstep.class.path", System.getProperty("java.class.path", ""));
    // Opened once, for all tests of a JVM: it takes a second.
    synchronized (OPENED) {
      return lead(
          OPENED.computeIfAbsent(path, p -> SparkLockStores.asIs(SparkStores.classPath(p))));
    }
  }

  private Optional<Parting> lead(LockStoreUnderTest.Factory stores) {
    List<LockStep.Label> labels = new ArrayList<>(trace.labels());
    if (trace.loop() != LockTrace.NO_LOOP) {
      // Once more round: it could go on so for ever.
      labels.addAll(trace.labels().subList(trace.loop(), trace.length()));
    }
    LockRun model = new LockRun(new LockModel(constants));
    try (LockStoreUnderTest store = stores.create(constants)) {
      for (int i = 0; i < labels.size(); i++) {
        Optional<Parting> parting = step(model, store, labels.get(i), i);
        if (parting.isPresent()) {
          return parting;
        }
      }
      return endsForEver() ? whoGoesOn(model, store) : Optional.empty();
    }
  }

  private Optional<Parting> step(
      LockRun model, LockStoreUnderTest store, LockStep.Label label, int i) {
    String words = new LockText(constants).words(label);
    if (!model.take(label)) {
      return Optional.of(new Parting(i, words, "nobody calls so"));
    }
    LockObservation seen;
    try {
      seen = store.apply(label);
    } catch (StepNotTakenException e) {
      return Optional.of(new Parting(i, words, e.reason()));
    }
    List<LockObservation.Field> fields = LockObservation.of(constants, model).fields();
    for (int f = 0; f < fields.size(); f++) {
      if (!fields.get(f).equals(seen.fields().get(f))) {
        LockObservation.Field field = fields.get(f);
        return Optional.of(
            new Parting(
                i,
                words,
                field.name()
                    + " "
                    + field.value()
                    + " there, "
                    + seen.fields().get(f).value()
                    + " here"));
      }
    }
    return Optional.empty();
  }

  /** Whether it claims that nothing happens after its last step. */
  private boolean endsForEver() {
    return trace.loop() == trace.length()
        || (trace.expect() instanceof Trace.Expectation.Breaks breaks
            && breaks.rule().equals("NoDeadlockInv"));
  }

  private Optional<Parting> whoGoesOn(LockRun model, LockStoreUnderTest store) {
    for (int t = 1; t <= constants.tasks(); t++) {
      if (!model.state().view().idle(t) && store.goesOn(t)) {
        return Optional.of(
            new Parting(trace.length(), "after the last", "thread " + t + " goes on"));
      }
    }
    return Optional.empty();
  }

  private String words(int step) {
    return new LockText(constants).words(trace.labels().get(step));
  }
}
