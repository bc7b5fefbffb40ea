package dev.lockstep.traces;

import dev.lockstep.model.lock.Frame;
import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.model.lock.LockModel;
import dev.lockstep.model.lock.LockRun;
import dev.lockstep.model.lock.LockStep;
import dev.lockstep.model.lock.LockText;
import dev.lockstep.model.lock.LockView;
import java.util.ArrayList;
import java.util.List;

/** The lock model as a store under test. */
public final class LockModelStore implements LockStoreUnderTest {
  private final LockConstants constants;
  private final LockModel model;
  private final LockRun run;

  private LockModelStore(LockConstants constants) {
    this.constants = constants;
    this.model = new LockModel(constants);
    this.run = new LockRun(model);
  }

  /** Makes model stores. */
  public static Factory factory() {
    return new Factory() {
      @Override
      public String description() {
        return "model";
      }

      @Override
      public LockStoreUnderTest create(LockConstants constants) {
        return new LockModelStore(constants);
      }
    };
  }

  /**
   * Steps from the initial state, with what the model shows after each.
   *
   * @throws StepNotTakenException if one is not enabled
   */
  public static List<LockTrace.Step> steps(LockConstants constants, List<LockStep.Label> labels) {
    LockStoreUnderTest store = factory().create(constants);
    List<LockTrace.Step> steps = new ArrayList<>();
    for (LockStep.Label label : labels) {
      steps.add(new LockTrace.Step(label, store.apply(label)));
    }
    return steps;
  }

  @Override
  public LockObservation apply(LockStep.Label step) {
    if (!run.take(step)) {
      throw new StepNotTakenException(refusal(step));
    }
    return LockObservation.of(constants, run);
  }

  @Override
  public boolean goesOn(int thread) {
    return model.goesOn(run.state(), thread);
  }

  private String refusal(LockStep.Label step) {
    LockView s = run.state().view();
    String thread = "thread " + step.t();
    StringBuilder reason = new StringBuilder(new LockText(constants).words(step));
    reason.append(" is not enabled: ").append(thread).append(" is ");
    if (s.idle(step.t())) {
      reason.append("in no call");
    } else {
      Frame top = s.stack(step.t()).top();
      reason.append("in ").append(top.call().word());
      if (top.block() != Frame.NO_BLOCK) {
        reason.append(' ').append(constants.blocks().get(top.block()));
      }
      reason.append(", at ").append(top.place().word());
    }
    reason
        .append(", the monitor is ")
        .append(s.owner() == LockView.NOBODY ? "free" : "with thread " + s.owner());
    return reason.toString();
  }

  @Override
  public List<Anomaly> finish() {
    return List.of();
  }
}
