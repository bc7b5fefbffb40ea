package dev.lockstep.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.simulator.hunt.EndedFile;
import dev.lockstep.simulator.hunt.HuntBudget;
import dev.lockstep.simulator.hunt.HuntForWorstCase;
import dev.lockstep.simulator.hunt.ThreadedIslands;
import dev.lockstep.simulator.hunt.Universe;
import dev.lockstep.simulator.hunt.Universes;
import dev.lockstep.simulator.hunt.WorstCaseSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterHuntTest {
  private static final List<String> UNIVERSES =
      Universes.worstCases().stream().map(Universe::name).toList();

  @TempDir private Path folder;

  @Test
  void theSameSeedsGiveTheSameAnswerAsWithoutSpark() throws Exception {
    for (String goal : List.of("regret", "overshrink")) {
      String policy = goal.equals("regret") ? "unified-lru" : "x1-native-first";
      Path file = folder.resolve("answer-" + goal);
      ClusterHunt.main(
          new String[] {
            "local[2]",
            "",
            file.toString(),
            policy,
            goal,
            UNIVERSES.stream().collect(Collectors.joining(",")),
            "3",
            "40",
            "24000"
          });
      HuntForWorstCase.Ended alone;
      try (ThreadedIslands islands = new ThreadedIslands(2)) {
        alone =
            new HuntForWorstCase(islands)
                .run(
                    new WorstCaseSpec(
                        policy, goal, UNIVERSES, 3, 40, new HuntBudget.Sequences(24_000)),
                    (used, done, best) -> {});
      }
      assertThat(EndedFile.read(file)).isEqualTo(alone);
      assertThat(alone.evaluations()).isPositive();
    }
  }
}
