package dev.lockstep.traces;

import dev.lockstep.model.lock.LockText;
import java.util.List;
import java.util.Optional;

/** Leads a fresh store through a trace of the lock level and compares after every step. */
public final class LockReplayer {
  /** Interleavings are about block locks and the monitor first of all. */
  private static final String RULE_OF_STEPS = "R8";

  private final LockTrace trace;
  private final LockText text;

  public LockReplayer(LockTrace trace) {
    this.trace = trace;
    this.text = new LockText(trace.constants());
  }

  /** The first divergence, or empty if the store does what the trace says to its very end. */
  public Optional<LockDivergence> replay(LockStoreUnderTest.Factory stores) {
    LockStoreUnderTest store = stores.create(trace.constants());
    try {
      for (int i = 0; i < trace.steps().size(); i++) {
        Optional<LockDivergence> divergence = step(store, i);
        if (divergence.isPresent()) {
          return divergence;
        }
      }
      return store.finish().stream().findFirst().map(this::lost);
    } finally {
      store.close();
    }
  }

  private Optional<LockDivergence> step(LockStoreUnderTest store, int i) {
    LockTrace.Step step = trace.steps().get(i);
    String action = text.words(step.label());
    LockObservation actual;
    try {
      actual = store.apply(step.label());
    } catch (LockStoreUnderTest.StepNotTakenException e) {
      return Optional.of(new LockDivergence(i, action, RULE_OF_STEPS, "step", "taken", e.reason()));
    }
    List<LockObservation.Field> should = step.observed().fields();
    List<LockObservation.Field> is = actual.fields();
    for (int f = 0; f < should.size(); f++) {
      LockObservation.Field field = should.get(f);
      if (!field.equals(is.get(f))) {
        return Optional.of(
            new LockDivergence(
                i,
                action,
                field.rule(),
                field.name(),
                field.value().toString(),
                is.get(f).value().toString()));
      }
    }
    return Optional.empty();
  }

  private LockDivergence lost(Anomaly anomaly) {
    return new LockDivergence(
        trace.length(),
        "the end",
        anomaly.rule(),
        "anomaly",
        "nothing lost at the end",
        anomaly.text());
  }
}
