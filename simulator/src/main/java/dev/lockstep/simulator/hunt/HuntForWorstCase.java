package dev.lockstep.simulator.hunt;

import dev.lockstep.model.Action;
import dev.lockstep.model.ContractModel;
import dev.lockstep.simulator.policy.Policies;
import dev.lockstep.traces.Shrinker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Searches for calls on which a policy does as badly as can be: islands breed genomes by themselves
 * for a round, then neighbours of the same universe hand their best over. What is found depends on
 * the seed and on the rounds, not on where the islands run.
 */
public final class HuntForWorstCase {
  private static final int ISLANDS_A_UNIVERSE = 2;
  private static final int EVALUATIONS_A_ROUND = 1_000;
  private static final int SHRINK_ATTEMPTS_MAX = 200_000;

  private final IslandRunner runner;
  private final LongSupplier nanos;

  public HuntForWorstCase(IslandRunner runner) {
    this(runner, System::nanoTime);
  }

  HuntForWorstCase(IslandRunner runner, LongSupplier nanos) {
    this.runner = runner;
    this.nanos = nanos;
  }

  /** Hears how a hunt goes on. */
  public interface Progress {
    /**
     * A round is over.
     *
     * @param used part of the budget that is used up
     * @param evaluations genomes tried
     * @param best the best score so far
     */
    void round(double used, long evaluations, long best);
  }

  /**
   * What was found.
   *
   * @param universe where
   * @param actions the shrunk calls
   * @param score their score
   * @param originalLength calls before shrinking
   * @param evaluations genomes tried
   */
  public record Found(
      Universe universe, List<Action> actions, long score, int originalLength, long evaluations) {
    public Found {
      actions = List.copyOf(actions);
    }
  }

  /** How a hunt ended: what was found, if anything, and how many genomes were tried. */
  public record Ended(Optional<Found> found, long evaluations) {}

  /** Hunts. */
  public Ended run(WorstCaseSpec spec, Progress progress) {
    Goal goal = Goals.byName(spec.goal());
    long began = nanos.getAsLong();
    List<IslandState> islands = new ArrayList<>();
    for (int i = 0; i < ISLANDS_A_UNIVERSE * spec.universes().size(); i++) {
      islands.add(IslandState.fresh(i));
    }
    long evaluations = 0;
    for (int round = 0; ; round++) {
      long elapsed = nanos.getAsLong() - began;
      long best = best(islands).bestScore();
      progress.round(spec.budget().used(evaluations, elapsed), evaluations, best);
      if (best >= goal.enough() || !spec.budget().allows(evaluations, elapsed)) {
        return new Ended(found(spec, goal, islands, evaluations), evaluations);
      }
      islands = new ArrayList<>(runner.run(tasks(spec, islands, round, evaluations)));
      migrate(islands, spec.universes().size());
      evaluations = islands.stream().mapToLong(IslandState::evaluations).sum();
    }
  }

  private static List<IslandTask> tasks(
      WorstCaseSpec spec, List<IslandState> islands, int round, long evaluations) {
    long left =
        spec.budget() instanceof HuntBudget.Sequences most
            ? most.most() - evaluations
            : Long.MAX_VALUE;
    long each = Math.min(EVALUATIONS_A_ROUND, left / islands.size());
    // The last round's rest goes to the first islands, so that no sequence is tried too many.
    long rest = each < EVALUATIONS_A_ROUND ? left % islands.size() : 0;
    List<IslandTask> tasks = new ArrayList<>();
    for (IslandState island : islands) {
      String universe = spec.universes().get(island.island() % spec.universes().size());
      tasks.add(
          new IslandTask(
              spec.policy(),
              spec.goal(),
              universe,
              spec.seed(),
              spec.length(),
              round,
              (int) each + (island.island() < rest ? 1 : 0),
              island));
    }
    return tasks;
  }

  /** The best of each island goes to the next one of the same universe. */
  private static void migrate(List<IslandState> islands, int universes) {
    List<IslandState> before = List.copyOf(islands);
    for (int i = 0; i < islands.size(); i++) {
      IslandState from = before.get(i);
      int to = (i + universes) % islands.size();
      if (!from.pool().isEmpty()) {
        islands.set(to, islands.get(to).with(from.pool().get(0)));
      }
    }
  }

  /** The best score; of equal ones the one found first, by the islands' own count. */
  private static IslandState best(List<IslandState> islands) {
    return islands.stream()
        .min(
            Comparator.comparingLong((IslandState island) -> -island.bestScore())
                .thenComparingLong(IslandState::bestAt)
                .thenComparingInt(IslandState::island))
        .orElseThrow();
  }

  private static Optional<Found> found(
      WorstCaseSpec spec, Goal goal, List<IslandState> islands, long evaluations) {
    IslandState best = best(islands);
    if (best.bestScore() == 0) {
      return Optional.empty();
    }
    Universe universe =
        Universes.byName(spec.universes().get(best.island() % spec.universes().size()));
    GenomeRun runs = new GenomeRun(universe.constants(), Policies.byName(spec.policy()));
    long wanted = Math.min(best.bestScore(), goal.enough());
    List<Action> shrunk =
        new Shrinker(new ContractModel(universe.constants()), SHRINK_ATTEMPTS_MAX)
            .shrink(
                runs.table().actions(best.best()),
                fewer -> goal.score(runs.run(runs.table().genome(fewer))) >= wanted)
            .actions();
    long score = goal.score(runs.run(runs.table().genome(shrunk)));
    return Optional.of(new Found(universe, shrunk, score, best.best().length, evaluations));
  }
}
