package dev.lockstep.traces;

import dev.lockstep.model.Action;
import dev.lockstep.model.ActionParameters;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.Model;
import dev.lockstep.model.Response;
import dev.lockstep.model.StoreState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Makes a failing list of calls shorter and simpler for as long as it still fails: takes out chunks
 * of halving length down to single steps, then tries simpler parameters, and begins anew until
 * nothing helps. Deterministic.
 *
 * <p>A candidate with a call beyond the bounds of the constants, or with one that a sound store may
 * answer by changing (see {@link Refusals}), is not tried: it would fail for another reason.
 */
public final class Shrinker {
  private final Model model;
  private final int attemptsMax;

  /**
   * @param model whose bounds the calls must keep
   * @param attemptsMax how often the predicate may be asked
   */
  public Shrinker(Model model, int attemptsMax) {
    this.model = model;
    this.attemptsMax = attemptsMax;
  }

  /**
   * What is left.
   *
   * @param actions the shrunk calls, which still fail
   * @param attempts how often the predicate was asked
   * @param complete whether nothing helps any more; false if the attempts ran out
   */
  public record Shrunk(List<Action> actions, int attempts, boolean complete) {
    public Shrunk {
      actions = List.copyOf(actions);
    }
  }

  /** Shrinks calls that fail; the predicate says whether a candidate fails in the same way. */
  public Shrunk shrink(List<Action> actions, Predicate<List<Action>> stillFails) {
    Search search = new Search(actions, stillFails);
    boolean progress = true;
    while (progress && search.attempts < attemptsMax) {
      progress = search.removeChunks() | search.simplify();
    }
    return new Shrunk(search.best, search.attempts, search.attempts < attemptsMax);
  }

  private final class Search {
    private final Predicate<List<Action>> stillFails;
    private final Set<List<Action>> tried = new HashSet<>();
    private List<Action> best;
    private int attempts;

    Search(List<Action> actions, Predicate<List<Action>> stillFails) {
      this.best = List.copyOf(actions);
      this.stillFails = stillFails;
      tried.add(best);
    }

    private boolean accept(List<Action> candidate) {
      if (attempts >= attemptsMax || !tried.add(List.copyOf(candidate)) || !sound(candidate)) {
        return false;
      }
      attempts++;
      if (!stillFails.test(List.copyOf(candidate))) {
        return false;
      }
      best = List.copyOf(candidate);
      return true;
    }

    /** From the end, since what follows a failure is the least likely to matter. */
    boolean removeChunks() {
      boolean progress = false;
      for (int chunk = Math.max(1, best.size() / 2); chunk >= 1; chunk /= 2) {
        for (int end = best.size(); end > 0; end = Math.min(end - chunk, best.size())) {
          List<Action> candidate = new ArrayList<>(best);
          candidate.subList(Math.max(0, end - chunk), end).clear();
          progress |= accept(candidate);
        }
      }
      return progress;
    }

    boolean simplify() {
      boolean progress = false;
      for (int i = 0; i < best.size(); i++) {
        for (Action simpler : simpler(best.get(i))) {
          List<Action> candidate = new ArrayList<>(best);
          candidate.set(i, simpler);
          if (accept(candidate)) {
            progress = true;
            break;
          }
        }
      }
      return progress;
    }
  }

  private boolean sound(List<Action> actions) {
    StoreState state = model.initialStates().get(0);
    for (Action action : actions) {
      Response response = model.respond(state, action);
      if (response instanceof Response.Taken taken) {
        state = taken.step().after();
      } else if (!(response instanceof Response.Declined declined)
          || !Refusals.harmless(model.constants(), state, action, declined)) {
        return false;
      }
    }
    return true;
  }

  /** The same call with one parameter simpler, the simplest first; each is a smaller choice. */
  private List<Action> simpler(Action action) {
    List<Action> simpler = new ArrayList<>();
    action
        .parameters()
        .forEach(
            (name, value) -> {
              for (Object choice : below(name, value)) {
                Map<String, Object> parameters = new LinkedHashMap<>(action.parameters());
                parameters.put(name, choice);
                simpler.add(ActionParameters.create(action.name(), parameters));
              }
            });
    return simpler;
  }

  private List<Object> below(String parameter, Object value) {
    Constants constants = model.constants();
    List<Object> choices = new ArrayList<>();
    if (parameter.equals("t") && value instanceof Integer task) {
      for (int t = 1; t < task; t++) {
        choices.add(t);
      }
    } else if (parameter.equals("n") && value instanceof Integer amount) {
      choices.addAll(constants.demands().headSet(amount));
    } else if (parameter.equals("b")) {
      BlockSpec block = constants.block(value.toString());
      for (BlockSpec other : constants.blocks().subList(0, constants.indexOf(block.id()))) {
        if (other.kind() == block.kind()) {
          choices.add(other.id());
        }
      }
    }
    return choices;
  }
}
