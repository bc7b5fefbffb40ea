package dev.lockstep.simulator.hunt;

import dev.lockstep.model.Action;
import dev.lockstep.model.Constants;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.Result;
import dev.lockstep.simulator.store.CacheStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The calls of a universe by number: what a genome is made of. In the order of the model's actions,
 * which its constants fix.
 */
final class CallTable {
  private enum Kind {
    PUT,
    READ,
    UNLOCK,
    REMOVE,
    ACQUIRE,
    RELEASE,
    UNROLL,
    RELEASE_UNROLL,
    END,
    CLEAR
  }

  private final List<Action> actions;
  private final Kind[] kinds;
  private final int[] tasks;
  private final int[] blocks;
  private final int[] modes;
  private final int[] units;
  private final int[] cumulated;

  CallTable(Constants constants) {
    this.actions = new ContractModel(constants).actions();
    int count = actions.size();
    this.kinds = new Kind[count];
    this.tasks = new int[count];
    this.blocks = new int[count];
    this.modes = new int[count];
    this.units = new int[count];
    this.cumulated = new int[count];
    int total = 0;
    for (int i = 0; i < count; i++) {
      total += read(i, constants);
      cumulated[i] = total;
    }
  }

  /**
   * Takes an action apart.
   *
   * @return how often it is to be drawn: puts fill the memory, ends empty it and are rare
   */
  private int read(int i, Constants constants) {
    Action action = actions.get(i);
    if (action instanceof Action.OnBlock call) {
      tasks[i] = call.t();
      blocks[i] = constants.indexOf(call.b());
    } else if (action instanceof Action.OnMode call) {
      tasks[i] = call.t();
      modes[i] = call.m().ordinal();
    }
    if (action instanceof Action.Put) {
      kinds[i] = Kind.PUT;
      return 12;
    } else if (action instanceof Action.Get || action instanceof Action.Pin) {
      kinds[i] = Kind.READ;
      return 8;
    } else if (action instanceof Action.Unlock) {
      kinds[i] = Kind.UNLOCK;
      return 8;
    } else if (action instanceof Action.Remove) {
      kinds[i] = Kind.REMOVE;
      return 2;
    } else if (action instanceof Action.AcquireExecution call) {
      kinds[i] = Kind.ACQUIRE;
      units[i] = call.n();
      return 6;
    } else if (action instanceof Action.ReleaseExecution call) {
      kinds[i] = Kind.RELEASE;
      units[i] = call.n();
      return 4;
    } else if (action instanceof Action.AcquireUnroll) {
      kinds[i] = Kind.UNROLL;
      return 2;
    } else if (action instanceof Action.ReleaseUnroll) {
      kinds[i] = Kind.RELEASE_UNROLL;
      return 1;
    } else if (action instanceof Action.TaskEnd call) {
      kinds[i] = Kind.END;
      tasks[i] = call.t();
      return 2;
    }
    kinds[i] = Kind.CLEAR;
    return 1;
  }

  /** A call at random. */
  int draw(SplittableRandom chance) {
    int drawn = chance.nextInt(cumulated[cumulated.length - 1]);
    int at = Arrays.binarySearch(cumulated, drawn + 1);
    return at >= 0 ? at : -at - 1;
  }

  /** A genome at random. */
  int[] draw(SplittableRandom chance, int length) {
    int[] genome = new int[length];
    Arrays.setAll(genome, i -> draw(chance));
    return genome;
  }

  List<Action> actions(int[] genome) {
    List<Action> list = new ArrayList<>(genome.length);
    for (int call : genome) {
      list.add(actions.get(call));
    }
    return list;
  }

  /** The numbers of actions. */
  int[] genome(List<Action> list) {
    return list.stream().mapToInt(actions::indexOf).toArray();
  }

  boolean isPut(int call) {
    return kinds[call] == Kind.PUT;
  }

  boolean isRead(int call) {
    return kinds[call] == Kind.READ;
  }

  boolean isUnlock(int call) {
    return kinds[call] == Kind.UNLOCK;
  }

  boolean acquiresExecution(int call) {
    return kinds[call] == Kind.ACQUIRE;
  }

  int task(int call) {
    return tasks[call];
  }

  int block(int call) {
    return blocks[call];
  }

  int mode(int call) {
    return modes[call];
  }

  int units(int call) {
    return units[call];
  }

  Result make(int call, CacheStore store) {
    int task = tasks[call];
    return switch (kinds[call]) {
      case PUT -> store.put(task, blocks[call]);
      case READ -> store.read(task, blocks[call]);
      case UNLOCK -> store.unlock(task, blocks[call]);
      case REMOVE -> store.remove(task, blocks[call]);
      case ACQUIRE -> store.acquireExecution(task, modes[call], units[call]);
      case RELEASE -> store.releaseExecution(task, modes[call], units[call]);
      case UNROLL -> store.acquireUnroll(task, modes[call]);
      case RELEASE_UNROLL -> store.releaseUnroll(task, modes[call]);
      case END -> store.taskEnd(task);
      case CLEAR -> store.clear();
    };
  }
}
