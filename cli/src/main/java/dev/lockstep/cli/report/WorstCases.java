package dev.lockstep.cli.report;

import dev.lockstep.cli.run.Progress;
import dev.lockstep.simulator.hunt.Goals;
import dev.lockstep.simulator.hunt.HuntBudget;
import dev.lockstep.simulator.hunt.HuntForWorstCase;
import dev.lockstep.simulator.hunt.ThreadedIslands;
import dev.lockstep.simulator.hunt.Universe;
import dev.lockstep.simulator.hunt.Universes;
import dev.lockstep.simulator.hunt.WorstCaseSpec;
import dev.lockstep.simulator.policy.Policies;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a hunt of so many sequences finds of each policy, for each goal. */
final class WorstCases {
  private static final int LENGTH = 50;

  private WorstCases() {}

  /**
   * The worst case of a policy.
   *
   * @param policy its name
   * @param goal what was looked for
   * @param score how bad it is, 0 if nothing was found
   * @param steps calls that show it
   */
  record Row(String policy, String goal, long score, int steps) {}

  /** The goals of the columns: those that the others don't say again. */
  static List<String> goals() {
    List<String> goals = new ArrayList<>(Goals.names());
    goals.removeAll(List.of("native-inversion", "jvm-inversion"));
    return goals;
  }

  static List<Row> rows(long seed, long sequences) {
    List<Row> rows = new ArrayList<>();
    List<String> universes = Universes.worstCases().stream().map(Universe::name).toList();
    long all = (long) Policies.names().size() * goals().size();
    try (Progress progress = new Progress("hunts", all);
        ThreadedIslands islands = new ThreadedIslands(Runtime.getRuntime().availableProcessors())) {
      for (String policy : Policies.names()) {
        for (String goal : goals()) {
          Optional<HuntForWorstCase.Found> found =
              new HuntForWorstCase(islands)
                  .run(
                      new WorstCaseSpec(
                          policy,
                          goal,
                          universes,
                          seed,
                          LENGTH,
                          new HuntBudget.Sequences(sequences)),
                      (used, evaluations, best) -> {})
                  .found();
          rows.add(
              new Row(
                  policy,
                  goal,
                  found.map(HuntForWorstCase.Found::score).orElse(0L),
                  found.map(f -> f.actions().size()).orElse(0)));
          progress.to(rows.size());
        }
      }
    }
    return rows;
  }
}
