package dev.lockstep.model.lock;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The store at lock granularity: a step is what a thread does under one hold of one lock. The Java
 * twin of {@code spec/MemoryStore.tla}, action by action. Pure, and its steps are in a fixed order:
 * by thread, then as in {@link LockAction}, then by block.
 */
public final class LockModel {
  private static final Call[] CALLS = Call.values();

  private final LockConstants constants;
  private final List<LockStep.Label> labels = new ArrayList<>();
  private final Map<LockStep.Label, Integer> positions = new HashMap<>();

  // The labels again, for quick access
  private final LockAction[] actions;
  private final int[] threads;
  private final int[] blocks;

  /** The labels that are worth a try, by thread and by the call on top of its stack. */
  private final int[][][] candidates;

  private final PutActions puts;
  private final EvictionActions evictions;
  private final ReleaseActions releases;
  private final ReadActions reads;
  private final RemoveActions removes;
  private final ExecutionActions execution;
  private final EndActions ends;

  public LockModel(LockConstants constants) {
    this.constants = constants;
    LockTerms terms = new LockTerms(constants);
    StoreParts parts = new StoreParts(terms);
    this.puts = new PutActions(terms, parts);
    this.evictions = new EvictionActions(terms, parts);
    this.releases = new ReleaseActions(terms, parts);
    this.reads = new ReadActions(terms, parts);
    this.removes = new RemoveActions(terms, parts);
    this.execution = new ExecutionActions(terms, parts);
    this.ends = new EndActions(terms, parts);
    for (int t = 1; t <= constants.threads(); t++) {
      for (LockAction action : LockAction.values()) {
        addLabels(action, t);
      }
    }
    labels.forEach(label -> positions.put(label, positions.size()));
    this.actions = labels.stream().map(LockStep.Label::action).toArray(LockAction[]::new);
    this.threads = labels.stream().mapToInt(LockStep.Label::t).toArray();
    this.blocks = labels.stream().mapToInt(LockStep.Label::b).toArray();
    this.candidates = new int[constants.threads() + 1][][];
    for (int t = 1; t <= constants.threads(); t++) {
      candidates[t] = new int[CALLS.length + 1][];
      for (int call = 0; call < CALLS.length; call++) {
        Call top = CALLS[call];
        candidates[t][call] = labelsOf(t, labels.stream().map(l -> l.action().from(top)).toList());
      }
      candidates[t][CALLS.length] =
          labelsOf(t, labels.stream().map(l -> l.action().fromIdle()).toList());
    }
  }

  private void addLabels(LockAction action, int t) {
    if (t == constants.threads() && !action.byReleaser()) {
      return;
    }
    if (action.onBlock()) {
      for (int b = 0; b < constants.blocks().size(); b++) {
        labels.add(new LockStep.Label(action, t, b));
      }
    } else {
      labels.add(new LockStep.Label(action, t, Frame.NO_BLOCK));
    }
  }

  private int[] labelsOf(int t, List<Boolean> wanted) {
    return java.util.stream.IntStream.range(0, labels.size())
        .filter(label -> labels.get(label).t() == t && wanted.get(label))
        .toArray();
  }

  public LockConstants constants() {
    return constants;
  }

  /** The initial state: no block, a storage pool as large as its region. */
  public LockState initial() {
    return new LockState(constants, new LockDraft(constants));
  }

  /** All steps out of a state. */
  public List<LockStep> steps(LockState state) {
    List<LockStep> steps = new ArrayList<>();
    LockDraft before = new LockDraft(constants);
    LockDraft draft = new LockDraft(constants);
    state.decodeTo(before);
    for (int t = 1; t <= constants.threads(); t++) {
      for (int label : candidates(before, t)) {
        state.decodeTo(draft);
        if (take(label, draft)) {
          steps.add(new LockStep(labels.get(label), new LockState(constants, draft)));
        }
      }
    }
    return steps;
  }

  /**
   * Whether a call that a thread is in can go on: {@code ENABLED Goes(t)}, or what it gives back.
   */
  public boolean goesOn(LockState state, int t) {
    LockDraft draft = new LockDraft(constants);
    state.decodeTo(draft);
    for (int label : candidates(draft, t)) {
      LockAction action = actions[label];
      if ((action.goes() || action.gives()) && take(label, draft)) {
        return true;
      }
    }
    return false;
  }

  /** Every action with every parameter; a label is often given as its position here. */
  List<LockStep.Label> labels() {
    return labels;
  }

  /** The labels that a thread may take in a state, among others. */
  int[] candidates(LockDraft s, int t) {
    FrameStack stack = s.stack(t);
    return candidates[t][stack.isEmpty() ? CALLS.length : stack.top().call.ordinal()];
  }

  /** Takes a step if it is enabled, else leaves the draft as it is; says which. */
  boolean take(int label, LockDraft s) {
    int t = threads[label];
    int b = blocks[label];
    return switch (actions[label]) {
      case TakeEngineLock -> puts.takeEngineLock(s, t);
      case LeaveEngineLock -> puts.leaveEngineLock(s, t);
      case BeginPut -> puts.beginPut(s, t, b);
      case PutAcquires -> puts.putAcquires(s, t);
      case PutReacquires -> puts.putReacquires(s, t);
      case AddEntry -> puts.addEntry(s, t);
      case PutUnlocks -> puts.putUnlocks(s, t);
      case PutForgets -> puts.putForgets(s, t);
      case TryVictim -> evictions.tryVictim(s, t);
      case GiveUp -> evictions.giveUp(s, t);
      case DropVictim -> evictions.dropVictim(s, t);
      case ForgetVictim -> evictions.forgetVictim(s, t);
      case ReleaseCalls -> releases.releaseCalls(s, t);
      case ReleaseEnds -> releases.releaseEnds(s, t);
      case RunQueued -> releases.runQueued(s, t);
      case ReturnBytes -> releases.returnBytes(s, t);
      case BeginRead -> reads.beginRead(s, t, b);
      case ReadLocks -> reads.readLocks(s, t);
      case Touch -> reads.touch(s, t);
      case EndScan -> reads.endScan(s, t);
      case Unlock -> reads.unlock(s, t, b);
      case BeginRemove -> removes.beginRemove(s, t, b);
      case RemoveLocks -> removes.removeLocks(s, t);
      case RemoveDrops -> removes.removeDrops(s, t);
      case RemoveForgets -> removes.removeForgets(s, t);
      case BeginAsk -> execution.beginAsk(s, t);
      case GrowExecution -> execution.growExecution(s, t);
      case TakeExecution -> execution.takeExecution(s, t);
      case GiveExecution -> execution.giveExecution(s, t);
      case BeginEnd -> ends.beginEnd(s, t);
      case EndUnlocks -> ends.endUnlocks(s, t, b);
      case EndGives -> ends.endGives(s, t);
      case BeginStop -> ends.beginStop(s, t);
      case StopForgets -> ends.stopForgets(s, t);
      case StopForgetsTasks -> ends.stopForgetsTasks(s, t);
      case ClearEnters -> ends.clearEnters(s, t);
      case ClearDrops -> ends.clearDrops(s, t);
      case ClearReleases -> ends.clearReleases(s, t);
      case ClearEnds -> ends.clearEnds(s, t);
    };
  }

  /** The same for a label; one that no thread of the model ever takes is not enabled. */
  boolean take(LockStep.Label label, LockDraft s) {
    Integer position = positions.get(label);
    return position != null && take(position, s);
  }

  /** Whether a call has begun and no call goes on, nor does a holder give back. */
  boolean stuck(LockState state) {
    LockDraft draft = new LockDraft(constants);
    state.decodeTo(draft);
    byte[] encoding = new byte[draft.lengthMax()];
    draft.encode(encoding);
    return !draft.quiet() && !somebodyGoesOn(draft, new LockDraft(constants), encoding);
  }

  /** {@code NoDeadlockInv}'s right side: some call goes on, or some holder gives back. */
  boolean somebodyGoesOn(LockDraft s, LockDraft scratch, byte[] encoding) {
    scratch.decode(encoding, 0);
    for (int t = 1; t <= constants.threads(); t++) {
      for (int label : candidates(s, t)) {
        LockAction action = actions[label];
        if ((action.goes() || action.gives()) && take(label, scratch)) {
          return true;
        }
      }
    }
    return false;
  }
}
