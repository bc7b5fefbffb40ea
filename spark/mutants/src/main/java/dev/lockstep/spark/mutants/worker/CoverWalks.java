package dev.lockstep.spark.mutants.worker;

import dev.lockstep.io.WholeFile;
import dev.lockstep.model.Action;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.Response;
import dev.lockstep.model.StoreState;
import dev.lockstep.model.explore.EdgeCover;
import dev.lockstep.model.explore.StateExplorer;
import dev.lockstep.model.explore.StateGraph;
import dev.lockstep.traces.Refusals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The calls of {@code replay --cover}, kept in a file: to find them takes longer than to make them.
 * A walk is a line of numbers of actions.
 */
final class CoverWalks {
  /** Short walks: the first that notices a mutant ends its run. */
  private static final int WALK_MAX = 500;

  private CoverWalks() {}

  static List<Supplier<List<Action>>> of(ContractModel model, Path cache) throws IOException {
    List<Action> actions = new ArrayList<>(model.actions());
    actions.addAll(model.misuses());
    if (!Files.isRegularFile(cache)) {
      WholeFile.write(cache, String.join("\n", lines(model, actions)));
    }
    List<Supplier<List<Action>>> walks = new ArrayList<>();
    for (String line : Files.readAllLines(cache)) {
      walks.add(() -> walk(line, actions));
    }
    return walks;
  }

  private static List<Action> walk(String line, List<Action> actions) {
    List<Action> walk = new ArrayList<>();
    for (String number : line.split(" ", -1)) {
      walk.add(actions.get(Integer.parseInt(number)));
    }
    return walk;
  }

  private static List<String> lines(ContractModel model, List<Action> actions) {
    Map<Action, Integer> numbers = new HashMap<>();
    actions.forEach(action -> numbers.putIfAbsent(action, numbers.size()));
    StateGraph graph = StateExplorer.graphOf(model);
    Refusals refusals = new Refusals(model);
    BitSet visited = new BitSet();
    EdgeCover cover = new EdgeCover(graph, WALK_MAX);
    List<String> lines = new ArrayList<>();
    while (!cover.done()) {
      List<Integer> walk = cover.nextWalk();
      if (walk.isEmpty()) {
        break;
      }
      StringBuilder line = new StringBuilder();
      StoreState state = graph.state(0);
      refuse(line, refusals, visited, 0, state, numbers);
      for (int edge : walk) {
        Action action = graph.action(edge);
        line.append(' ').append(numbers.get(action));
        state = ((Response.Taken) model.respond(state, action)).step().after();
        refuse(line, refusals, visited, graph.destination(edge), state, numbers);
      }
      lines.add(line.substring(1));
    }
    return lines;
  }

  private static void refuse(
      StringBuilder line,
      Refusals refusals,
      BitSet visited,
      int id,
      StoreState state,
      Map<Action, Integer> numbers) {
    if (!visited.get(id)) {
      visited.set(id);
      refusals.in(state).forEach(action -> line.append(' ').append(numbers.get(action)));
    }
  }
}
