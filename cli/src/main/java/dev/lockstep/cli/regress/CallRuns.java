package dev.lockstep.cli.regress;

import dev.lockstep.model.Action;
import dev.lockstep.model.Constants;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.Model;
import dev.lockstep.model.Result;
import dev.lockstep.model.StoreState;
import dev.lockstep.traces.Divergence;
import dev.lockstep.traces.Observation;
import dev.lockstep.traces.PairedStores;
import dev.lockstep.traces.Shrinker;
import dev.lockstep.traces.StepComparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists of calls on both stores, and the shortest that shows each sort of difference. */
final class CallRuns {
  private static final int SHRINK_ATTEMPTS_MAX = 1500;

  /** So many sorts are shrunk; who has more of them has read enough. */
  private static final int SORTS_MAX = 12;

  private final PairedStores stores;
  private final Map<String, Parted> sorts = new LinkedHashMap<>();
  private long unlikeModel;
  private int notKept;
  private long calls;

  CallRuns(PairedStores stores) {
    this.stores = stores;
  }

  /**
   * A difference with the calls that show it.
   *
   * @param divergence what differs; {@code actual} is the first side, {@code expected} the second
   * @param found how many lists of calls showed this sort
   */
  record Parted(Constants constants, List<Action> actions, Divergence divergence, int found) {}

  private record Run(Optional<Divergence> parted, boolean unlikeModel) {}

  PairedStores stores() {
    return stores;
  }

  /**
   * Makes the calls on fresh stores; what differs is kept, shrunk if it is the first of its sort.
   */
  void run(Constants constants, List<Action> actions) {
    Run run = once(constants, actions);
    calls += actions.size();
    unlikeModel += run.unlikeModel() ? 1 : 0;
    run.parted().ifPresent(divergence -> keep(constants, actions, divergence));
  }

  private void keep(Constants constants, List<Action> actions, Divergence divergence) {
    String sort = sortOf(divergence);
    Parted known = sorts.get(sort);
    if (known == null && sorts.size() >= SORTS_MAX) {
      notKept++;
      return;
    }
    Parted next = known == null ? shrunk(constants, actions, divergence) : known;
    sorts.put(
        sort,
        new Parted(
            next.constants(),
            next.actions(),
            next.divergence(),
            known == null ? 1 : known.found() + 1));
  }

  private Parted shrunk(Constants constants, List<Action> actions, Divergence divergence) {
    String sort = sortOf(divergence);
    List<Action> shortest =
        new Shrinker(new ContractModel(constants), SHRINK_ATTEMPTS_MAX)
            .shrink(
                actions,
                candidate ->
                    once(constants, candidate)
                        .parted()
                        .filter(d -> sortOf(d).equals(sort))
                        .isPresent())
            .actions();
    return new Parted(
        constants, shortest, once(constants, shortest).parted().orElse(divergence), 1);
  }

  private static String sortOf(Divergence divergence) {
    return divergence.rule() + divergence.field() + divergence.action().name();
  }

  /** To the first difference, or to the end. A store that is unlike the model is driven on. */
  private Run once(Constants constants, List<Action> actions) {
    Model model = new ContractModel(constants);
    StepComparison comparison = new StepComparison(model);
    StoreState state = model.initialStates().get(0);
    boolean unlike = false;
    PairedStores.Pair pair = stores.create(constants);
    try {
      for (int i = 0; i < actions.size(); i++) {
        StepComparison.Expected expected = comparison.expected(state, actions.get(i));
        Observation seen = pair.apply(actions.get(i));
        if (pair.parted().isPresent()) {
          return new Run(pair.parted(), unlike);
        }
        unlike |= comparison.compare(i, expected, seen).isPresent();
        state = expected.after();
      }
      pair.finish();
      return new Run(pair.parted(), unlike);
    } finally {
      pair.close();
    }
  }

  /** Whether some call would wait for execution memory, which nobody would give back. */
  static boolean waitsForEver(Constants constants, List<Action> actions) {
    StepComparison comparison = new StepComparison(new ContractModel(constants));
    StoreState state = new ContractModel(constants).initialStates().get(0);
    for (Action action : actions) {
      StepComparison.Expected expected = comparison.expected(state, action);
      if (action instanceof Action.AcquireExecution && expected.result() == Result.WAITS) {
        return true;
      }
      state = expected.after();
    }
    return false;
  }

  List<Parted> found() {
    return new ArrayList<>(sorts.values());
  }

  /** Lists of calls that show other sorts of difference than the first {@value #SORTS_MAX}. */
  int notKept() {
    return notKept;
  }

  /** All lists of calls that show a difference. */
  int parted() {
    return sorts.values().stream().mapToInt(Parted::found).sum() + notKept;
  }

  /** Lists of calls on which both do the same, and the model does something else. */
  long unlikeModel() {
    return unlikeModel;
  }

  long calls() {
    return calls;
  }
}
