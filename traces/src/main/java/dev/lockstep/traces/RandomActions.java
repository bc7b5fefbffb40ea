package dev.lockstep.traces;

import dev.lockstep.model.Action;
import dev.lockstep.model.Model;
import dev.lockstep.model.Response;
import dev.lockstep.model.Result;
import dev.lockstep.model.StoreState;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random calls that a model answers, the same for the same seed on any JDK. Mostly steps that
 * change something, biased to fill the memory and so to evict; now and then a call that must be
 * turned down.
 */
public final class RandomActions {
  /** One call in so many is one that must be declined. */
  private static final int DECLINED_EVERY = 12;

  /** One call in so many that would change nothing is kept. */
  private static final int IDLE_EVERY = 5;

  private static final int TRIES_MAX = 100;

  private final Model model;
  private final Refusals refusals;
  private final List<Action> actions;
  private final int[] cumulated;

  public RandomActions(Model model) {
    this.model = model;
    this.refusals = new Refusals(model);
    this.actions = model.actions();
    this.cumulated = new int[actions.size()];
    int total = 0;
    for (int i = 0; i < cumulated.length; i++) {
      total += weight(actions.get(i));
      cumulated[i] = total;
    }
  }

  /** So many calls from the initial state. */
  public List<Action> sequence(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    StoreState state = model.initialStates().get(0);
    List<Action> sequence = new ArrayList<>(length);
    while (sequence.size() < length) {
      if (below(random, DECLINED_EVERY) == 0) {
        List<Action> declined = refusals.in(state);
        if (!declined.isEmpty()) {
          sequence.add(declined.get(below(random, declined.size())));
          continue;
        }
      }
      Action action = enabled(random, state);
      sequence.add(action);
      state = ((Response.Taken) model.respond(state, action)).step().after();
    }
    return sequence;
  }

  private Action enabled(SplittableRandom random, StoreState state) {
    for (int i = 0; i < TRIES_MAX; i++) {
      Action action = pick(random);
      if (model.respond(state, action) instanceof Response.Taken taken) {
        Result result = taken.step().outcome().result();
        boolean idle = result == Result.DUPLICATE || result == Result.ABSENT;
        if (!idle || below(random, IDLE_EVERY) == 0) {
          return action;
        }
      }
    }
    return new Action.TaskEnd(1);
  }

  private Action pick(SplittableRandom random) {
    int drawn = below(random, cumulated[cumulated.length - 1]);
    int i = 0;
    while (cumulated[i] <= drawn) {
      i++;
    }
    return actions.get(i);
  }

  /**
   * Puts are as frequent as all else together; the ends of tasks and of the store, which empty it,
   * are rare.
   */
  private static int weight(Action action) {
    if (action instanceof Action.Put) {
      return 16;
    } else if (action instanceof Action.Remove || action instanceof Action.TaskEnd) {
      return 2;
    } else if (action instanceof Action.Clear) {
      return 1;
    } else if (action instanceof Action.Unlock) {
      return 8;
    }
    return 4;
  }

  /**
   * A number from 0 below a bound; of our own, since the library's draw may change with the JDK.
   */
  private static int below(SplittableRandom random, int bound) {
    return (int) ((random.nextLong() >>> 1) % bound);
  }
}
