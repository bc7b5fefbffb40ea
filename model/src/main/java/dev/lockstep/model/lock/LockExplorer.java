package dev.lockstep.model.lock;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Breadth-first exploration of the lock level, made for millions of states; counterexamples are
 * shortest. States are kept as encodings in a {@link StateTable}; a step works on one draft that is
 * used again and again.
 */
public final class LockExplorer {
  private static final int PROGRESS_EVERY = 1 << 12;

  private final LockModel model;
  private final int statesMax;
  private final LockProperty[] properties;

  /** By property; one that is not about states, or not about steps, has null there. */
  private final LockProperty.@Nullable InState[] inState;

  private final LockProperty.@Nullable OnStep[] onStep;
  private final StateTable table = new StateTable();

  /** The state that is being expanded, and the one that a step makes of it. */
  private final LockDraft source;

  private final LockDraft draft;
  private final LockDraft scratch;
  private byte[] encoding = new byte[256];
  private final long[] taken;
  private int depth = 1;

  /**
   * @param model what to explore
   * @param properties what to check on the way
   * @param statesMax how many states to see at most
   */
  public LockExplorer(LockModel model, Collection<LockProperty> properties, int statesMax) {
    this.model = model;
    this.statesMax = statesMax;
    this.source = new LockDraft(model.constants());
    this.draft = new LockDraft(model.constants());
    this.scratch = new LockDraft(model.constants());
    this.taken = new long[model.labels().size()];
    this.properties = properties.toArray(LockProperty[]::new);
    this.inState = new LockProperty.@Nullable InState[this.properties.length];
    this.onStep = new LockProperty.@Nullable OnStep[this.properties.length];
    for (int i = 0; i < inState.length; i++) {
      LockProperty property = this.properties[i];
      if (property instanceof LockProperty.Invariant invariant) {
        inState[i] = invariant.holds();
      } else if (property instanceof LockProperty.StepProperty step) {
        onStep[i] = step.holds();
      } else {
        inState[i] = s -> s.quiet() || model.somebodyGoesOn(draft, scratch, encoding);
      }
    }
  }

  /**
   * Explores once.
   *
   * @param statesSoFar is told the number of expanded states now and then
   */
  public LockExploration explore(IntConsumer statesSoFar) {
    add(StateTable.NO_ADDRESS);
    LockProperty broken = brokenInDraft();
    if (broken != null) {
      return new LockExploration.Violated(counts(), broken, model.initial(), List.of());
    }
    int levelEnd = 1;
    int address = table.first();
    for (int number = 0; number < table.size(); number++) {
      if (number == levelEnd) {
        depth++;
        levelEnd = table.size();
      }
      int length = table.decode(address, source);
      LockExploration early = expand(address);
      if (early != null) {
        return early;
      }
      if (number % PROGRESS_EVERY == 0) {
        statesSoFar.accept(number);
      }
      address = table.next(address, length);
    }
    return new LockExploration.Passed(counts());
  }

  private @Nullable LockExploration expand(int address) {
    table.decode(address, draft);
    for (int t = 1; t <= source.threads(); t++) {
      for (int label : model.candidates(source, t)) {
        if (!model.take(label, draft)) {
          continue;
        }
        taken[label]++;
        boolean added = add(address);
        LockProperty broken = added ? brokenInDraft() : null;
        if (broken == null) {
          broken = brokenByStep();
        }
        if (broken != null) {
          return violated(broken, address, label);
        } else if (table.size() > statesMax) {
          return new LockExploration.LimitReached(counts());
        }
        table.decode(address, draft);
      }
    }
    return null;
  }

  private boolean add(int parent) {
    int lengthMax = draft.lengthMax();
    if (lengthMax > encoding.length) {
      encoding = new byte[lengthMax * 2];
    }
    return table.add(encoding, draft.encode(encoding), parent);
  }

  private @Nullable LockProperty brokenInDraft() {
    for (int i = 0; i < inState.length; i++) {
      LockProperty.InState holds = inState[i];
      if (holds != null && !holds.test(draft)) {
        return properties[i];
      }
    }
    return null;
  }

  private @Nullable LockProperty brokenByStep() {
    for (int i = 0; i < onStep.length; i++) {
      LockProperty.OnStep holds = onStep[i];
      if (holds != null && !holds.test(source, draft)) {
        return properties[i];
      }
    }
    return null;
  }

  private LockExploration.Violated violated(LockProperty property, int address, int label) {
    LockStep last =
        new LockStep(model.labels().get(label), new LockState(model.constants(), draft));
    ArrayDeque<Integer> addresses = new ArrayDeque<>();
    for (int i = address; i != table.first(); i = table.parent(i)) {
      addresses.addFirst(i);
    }
    List<LockStep> path = new ArrayList<>();
    LockState state = model.initial();
    for (int next : addresses) {
      LockStep step = stepTo(state, next);
      path.add(step);
      state = step.after();
    }
    path.add(last);
    return new LockExploration.Violated(counts(), property, model.initial(), path);
  }

  private LockStep stepTo(LockState state, int address) {
    table.decode(address, scratch);
    LockState after = new LockState(model.constants(), scratch);
    return model.steps(state).stream()
        .filter(step -> step.after().equals(after))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no step leads to " + after));
  }

  private LockExploration.Counts counts() {
    Map<LockAction, Long> steps = new EnumMap<>(LockAction.class);
    long edges = 0;
    for (int label = 0; label < taken.length; label++) {
      edges += taken[label];
      if (taken[label] > 0) {
        steps.merge(model.labels().get(label).action(), taken[label], Long::sum);
      }
    }
    return new LockExploration.Counts(
        table.size(), edges, depth, steps, table.encodedBytes(), table.memoryBytes());
  }
}
