package dev.lockstep.model.lock;

/**
 * A run of the lock level: steps taken one after the other from the initial state. What a trace is
 * made of and replayed on.
 */
public final class LockRun {
  private final LockModel model;
  private final int[] released;
  private LockState before;
  private LockState state;

  public LockRun(LockModel model) {
    this.model = model;
    this.released = new int[model.constants().natives().size()];
    this.state = model.initial();
    this.before = state;
  }

  /** The state after the step that was taken last. */
  public LockState state() {
    return state;
  }

  /** How many releases of a native block have begun so far (R5). */
  public int released(int block) {
    return released[block];
  }

  /** Takes a step if it is enabled; else nothing changes. Says which. */
  public boolean take(LockStep.Label label) {
    LockDraft draft = new LockDraft(model.constants());
    state.decodeTo(draft);
    if (!model.take(label, draft)) {
      return false;
    }
    FrameStack stack = draft.stack(label.t());
    if (stack.in(Call.RELEASE, Place.RUN)
        && stack.depth() > state.view().stack(label.t()).depth()) {
      released[stack.top().block()]++;
    }
    before = state;
    state = new LockState(model.constants(), draft);
    return true;
  }

  /** Whether a property holds in this state, or on the step that led to it. */
  public boolean holds(LockProperty property) {
    if (property instanceof LockProperty.Invariant invariant) {
      return invariant.holds().test(state.view());
    } else if (property instanceof LockProperty.StepProperty step) {
      return step.holds().test(before.view(), state.view());
    }
    return !model.stuck(state);
  }
}
