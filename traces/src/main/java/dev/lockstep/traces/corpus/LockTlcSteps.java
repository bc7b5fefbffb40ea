package dev.lockstep.traces.corpus;

import dev.lockstep.model.lock.LockConfig;
import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.model.lock.LockModel;
import dev.lockstep.model.lock.LockProperties;
import dev.lockstep.model.lock.LockRun;
import dev.lockstep.model.lock.LockState;
import dev.lockstep.model.lock.LockStep;
import dev.lockstep.model.lock.LockText;
import dev.lockstep.model.tlc.TlcResult;
import dev.lockstep.model.tlc.TlcStep;
import dev.lockstep.traces.LockModelStore;
import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.Trace;
import java.util.ArrayList;
import java.util.List;

/**
 * TLC's counterexamples at lock level as traces. Each label and state is compared with the model's
 * on the way.
 */
public final class LockTlcSteps {
  private final LockConstants constants;
  private final LockModel model;
  private final LockText text;

  public LockTlcSteps(LockConfig config) {
    this.constants = config.constants();
    this.model = new LockModel(constants);
    this.text = new LockText(constants);
  }

  /**
   * The trace of a counterexample: of a lasso, its stem and its loop once.
   *
   * @throws OtherSemanticsException if a step is not the model's
   */
  public LockTrace trace(TlcResult.Violates violates) throws OtherSemanticsException {
    LockRun run = new LockRun(model);
    List<LockStep.Label> labels = new ArrayList<>();
    List<LockState> states = new ArrayList<>(List.of(run.state()));
    for (TlcStep step : violates.trace()) {
      String label = step.label();
      if (label == null) {
        continue;
      }
      LockStep.Label next = EdgeLabels.lockLabel(constants, label);
      if (!run.take(next) || !text.state(run.state().view()).equals(step.state())) {
        throw new OtherSemanticsException(label);
      }
      labels.add(next);
      states.add(run.state());
    }
    int loop = violates.loopStart();
    if (loop != TlcResult.Violates.NO_LOOP && loop < labels.size()) {
      // TLC prints no label for the step that goes back.
      labels.add(stepTo(run.state(), states.get(loop)));
    }
    return new LockTrace(
        Trace.Origin.TLC,
        0,
        expectation(violates),
        constants,
        LockModelStore.steps(constants, labels),
        loop);
  }

  private LockStep.Label stepTo(LockState from, LockState to) throws OtherSemanticsException {
    return model.steps(from).stream()
        .filter(step -> step.after().equals(to))
        .findFirst()
        .orElseThrow(() -> new OtherSemanticsException("the one that goes back"))
        .label();
  }

  /** Refinement and liveness are TLC's alone; what the model can check must break on it. */
  private Trace.Expectation expectation(TlcResult.Violates violates) {
    boolean checked = !new LockProperties(constants).named(List.of(violates.property())).isEmpty();
    return new Trace.Expectation.Breaks(violates.property(), checked ? "model" : "spec");
  }
}
