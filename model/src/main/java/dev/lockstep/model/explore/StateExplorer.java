package dev.lockstep.model.explore;

import dev.lockstep.model.Action;
import dev.lockstep.model.Constants;
import dev.lockstep.model.Model;
import dev.lockstep.model.Response;
import dev.lockstep.model.Step;
import dev.lockstep.model.StoreState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Breadth-first exploration of all states of a model; counterexamples are therefore shortest. */
public final class StateExplorer {
  private final Model model;
  private final Constants constants;
  private final int statesMax;
  private final List<Property.Invariant> invariants = new ArrayList<>();
  private final List<Property.StepProperty> stepProperties = new ArrayList<>();
  private final Set<Property.Reachable> unreached = new LinkedHashSet<>();

  private final Map<StoreState, Integer> ids = new HashMap<>();
  private final List<StoreState> states = new ArrayList<>();
  private final IntList parents = new IntList();
  private final IntList parentActions = new IntList();

  /**
   * @param model what to explore
   * @param properties what to check on the way
   * @param statesMax how many states to see at most
   */
  public StateExplorer(Model model, Collection<Property> properties, int statesMax) {
    this.model = model;
    this.constants = model.constants();
    this.statesMax = statesMax;
    for (Property property : properties) {
      if (property instanceof Property.Invariant invariant) {
        invariants.add(invariant);
      } else if (property instanceof Property.StepProperty stepProperty) {
        stepProperties.add(stepProperty);
      } else if (property instanceof Property.Reachable reachable) {
        unreached.add(reachable);
      }
    }
  }

  /**
   * Explores once.
   *
   * @param statesSoFar is told the number of expanded states now and then
   */
  public CheckResult explore(IntConsumer statesSoFar) {
    List<Action> actions = model.actions();
    IntList firstOut = new IntList();
    IntList actionIds = new IntList();
    IntList destinations = new IntList();
    for (StoreState state : model.initialStates()) {
      add(state, -1, -1);
    }
    int initialCount = states.size();
    for (int id = 0; id < initialCount; id++) {
      Property.@Nullable Invariant broken = brokenIn(states.get(id));
      if (broken != null) {
        return new CheckResult.Violated(new Counterexample(broken, List.of()));
      }
    }
    for (int source = 0; source < states.size(); source++) {
      firstOut.add(destinations.size());
      for (int a = 0; a < actions.size(); a++) {
        if (!(model.respond(states.get(source), actions.get(a)) instanceof Response.Taken taken)) {
          continue;
        }
        Step step = taken.step();
        @Nullable Integer known = ids.get(step.after());
        int destination = known == null ? add(step.after(), source, a) : known;
        actionIds.add(a);
        destinations.add(destination);
        @Nullable Property broken = brokenBy(step);
        if (broken == null && known == null) {
          broken = brokenIn(step.after());
        }
        if (broken != null) {
          return new CheckResult.Violated(new Counterexample(broken, pathTo(source, step)));
        }
        if (states.size() > statesMax) {
          return new CheckResult.LimitReached(statesMax);
        }
      }
      if (source % 1000 == 0) {
        statesSoFar.accept(source);
      }
    }
    firstOut.add(destinations.size());
    StateGraph graph =
        new StateGraph(
            states,
            actions,
            initialCount,
            firstOut.toArray(),
            actionIds.toArray(),
            destinations.toArray());
    return new CheckResult.Passed(graph, List.copyOf(unreached));
  }

  /** The whole graph, for callers that check no property. */
  public static StateGraph graphOf(Model model) {
    CheckResult result =
        new StateExplorer(model, List.of(), Integer.MAX_VALUE - 1).explore(states -> {});
    return ((CheckResult.Passed) result).graph();
  }

  private int add(StoreState state, int parent, int parentAction) {
    int id = states.size();
    ids.put(state, id);
    states.add(state);
    parents.add(parent);
    parentActions.add(parentAction);
    return id;
  }

  private Property.@Nullable Invariant brokenIn(StoreState state) {
    for (Property.Invariant invariant : invariants) {
      if (!invariant.holds().test(constants, state)) {
        return invariant;
      }
    }
    return null;
  }

  private @Nullable Property brokenBy(Step step) {
    unreached.removeIf(reachable -> reachable.happens().test(constants, step));
    for (Property.StepProperty property : stepProperties) {
      if (!property.holds().test(constants, step)) {
        return property;
      }
    }
    return null;
  }

  private List<Step> pathTo(int source, Step last) {
    ArrayDeque<Step> path = new ArrayDeque<>();
    path.addFirst(last);
    for (int id = source; parents.get(id) >= 0; id = parents.get(id)) {
      Action action = model.actions().get(parentActions.get(id));
      Response response = model.respond(states.get(parents.get(id)), action);
      path.addFirst(((Response.Taken) response).step());
    }
    return List.copyOf(path);
  }

  /** A growing array of ints: some graphs have millions of edges. */
  private static final class IntList {
    private int[] items = new int[1024];
    private int size;

    void add(int item) {
      if (size == items.length) {
        items = Arrays.copyOf(items, size * 2);
      }
      items[size++] = item;
    }

    int get(int i) {
      return items[i];
    }

    int size() {
      return size;
    }

    int[] toArray() {
      return Arrays.copyOf(items, size);
    }
  }
}
