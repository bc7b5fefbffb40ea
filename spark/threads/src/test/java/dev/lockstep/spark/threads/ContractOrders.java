package dev.lockstep.spark.threads;

import dev.lockstep.model.Action;
import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.PoolSpec;
import dev.lockstep.model.ReleaseBehaviour;
import dev.lockstep.model.Response;
import dev.lockstep.model.Result;
import dev.lockstep.model.StoreState;
import dev.lockstep.schedule.scenario.Call;
import dev.lockstep.schedule.scenario.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The outcomes that the contract model has for a scenario, over all orders of its calls: for those
 * scenarios that the contract level can say.
 */
final class ContractOrders {
  private static final int TASKS = 9;

  private final ContractModel model;
  private final List<List<Action>> threads;
  private final Set<String> outcomes = new TreeSet<>();

  private ContractOrders(Constants constants, List<List<Action>> threads) {
    this.model = new ContractModel(constants);
    this.threads = threads;
  }

  /** Empty if the contract level has no word for one of its calls. */
  static Optional<Set<String>> of(Scenario scenario) {
    Map<String, BlockSpec> blocks = new LinkedHashMap<>();
    List<Action> setup = new ArrayList<>();
    List<List<Action>> threads = new ArrayList<>();
    for (Scenario.TaskCall call : scenario.setup()) {
      List<Action> actions = actions(call.task(), call.call(), blocks);
      if (actions.isEmpty()) {
        return Optional.empty();
      }
      setup.addAll(actions);
    }
    for (Scenario.ThreadCalls thread : scenario.threads()) {
      List<Action> all = new ArrayList<>();
      for (Call call : thread.calls()) {
        List<Action> actions = actions(thread.task(), call, blocks);
        if (actions.isEmpty()) {
          return Optional.empty();
        }
        all.addAll(actions);
      }
      threads.add(all);
    }
    Constants constants =
        new Constants(
            TASKS,
            List.copyOf(blocks.values()),
            new PoolSpec(ScheduledStore.MEMORY_UNITS, ScheduledStore.REGION_UNITS),
            new PoolSpec(0, 0),
            1,
            Set.of(),
            Set.of(),
            new TreeSet<>(),
            2);
    ContractOrders orders = new ContractOrders(constants, threads);
    StoreState state = orders.model.initialStates().get(0);
    for (Action action : setup) {
      if (!(orders.model.respond(state, action) instanceof Response.Taken taken)) {
        return Optional.empty();
      }
      state = taken.step().after();
    }
    orders.go(state, new int[threads.size()], emptyResults(threads.size()));
    return Optional.of(orders.outcomes);
  }

  private static List<List<String>> emptyResults(int threads) {
    List<List<String>> results = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      results.add(List.of());
    }
    return results;
  }

  /** A call's actions; none if there is no such. */
  private static List<Action> actions(int task, Call call, Map<String, BlockSpec> blocks) {
    List<String> arguments = call.arguments();
    if (arguments.stream().anyMatch(a -> a.contains("!"))) {
      return List.of();
    }
    String block = arguments.isEmpty() ? "" : arguments.get(0);
    if (BlockName.isBlock(block)) {
      blocks.putIfAbsent(block, spec(BlockName.of(block)));
    }
    return switch (call.verb()) {
      case "put" -> List.of(new Action.PutSerialized(task, block));
      case "putValues" -> List.of(new Action.PutDeserialized(task, block));
      case "putNative" -> List.of(new Action.PutNative(task, block));
      case "get" -> List.of(new Action.Get(task, block));
      case "withGet" -> List.of(new Action.Get(task, block), new Action.Unlock(task, block));
      case "pin" -> List.of(new Action.Pin(task, block));
      case "withPin" -> List.of(new Action.Pin(task, block), new Action.Unlock(task, block));
      case "unpin" -> List.of(new Action.Unlock(task, block));
      case "remove", "removeNative" -> List.of(new Action.Remove(task, block));
      case "end" -> List.of(new Action.TaskEnd(task));
      default -> List.of();
    };
  }

  private static BlockSpec spec(BlockName block) {
    BlockKind kind =
        switch (block.kind()) {
          case 'n' -> BlockKind.NATIVE;
          case 'v' -> BlockKind.DESERIALIZED;
          default -> BlockKind.SERIALIZED;
        };
    return new BlockSpec(
        block.name(),
        kind,
        block.units(),
        MemoryMode.ON_HEAP,
        BlockSpec.NO_OWNER,
        ReleaseBehaviour.RETURNS);
  }

  private void go(StoreState state, int[] at, List<List<String>> results) {
    boolean ended = true;
    for (int t = 0; t < at.length; t++) {
      if (at[t] == threads.get(t).size()) {
        continue;
      }
      Action action = threads.get(t).get(at[t]);
      int[] next = at.clone();
      next[t]++;
      if (action instanceof Action.Unlock && lastOf(results.get(t)).equals(Result.ABSENT.name())) {
        ended = false;
        go(state, next, results);
      } else if (model.respond(state, action) instanceof Response.Taken taken) {
        ended = false;
        go(taken.step().after(), next, with(results, t, taken.step().outcome().result()));
      }
    }
    if (ended && isAtEnd(at)) {
      outcomes.add(text(results, state));
    }
  }

  private boolean isAtEnd(int[] at) {
    for (int t = 0; t < at.length; t++) {
      if (at[t] < threads.get(t).size()) {
        return false;
      }
    }
    return true;
  }

  private static String lastOf(List<String> results) {
    return results.isEmpty() ? "" : results.get(results.size() - 1);
  }

  private static List<List<String>> with(List<List<String>> results, int t, Result result) {
    List<List<String>> all = new ArrayList<>(results);
    List<String> own = new ArrayList<>(results.get(t));
    // An unlock that follows a read is part of its call.
    if (result != Result.UNLOCKED || own.isEmpty()) {
      own.add(result == Result.ENDED || result == Result.UNLOCKED ? "ok" : result.name());
    }
    all.set(t, own);
    return all;
  }

  private String text(List<List<String>> results, StoreState state) {
    return text(
        results,
        state.order(model.constants()),
        state.used(MemoryMode.ON_HEAP),
        state.pool(MemoryMode.ON_HEAP));
  }

  /** The form in which outcomes of model and store are compared. */
  static String text(List<List<String>> results, List<String> lru, int used, int pool) {
    return results + " lru " + lru + " used " + used + "/" + pool;
  }
}
