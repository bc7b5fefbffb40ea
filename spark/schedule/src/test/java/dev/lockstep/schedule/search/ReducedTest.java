package dev.lockstep.schedule.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schedule.Execution;
import dev.lockstep.schedule.Run;
import dev.lockstep.schedule.Workers;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The reduction leaves no outcome out: it is compared with all schedules, unreduced. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReducedTest {
  private static final int STEPS_MAX = 200;
  private Workers workers;
  private int runs;

  @BeforeAll
  void start() {
    workers = new Workers(getClass().getClassLoader());
  }

  @AfterAll
  void stop() {
    workers.close();
  }

  @Test
  void outcomesOfTwoThreadsAreThoseOfAllSchedules() {
    compare(200, 2, 5);
  }

  @Test
  void outcomesOfThreeThreadsAreThoseOfAllSchedules() {
    compare(60, 3, 2);
  }

  private void compare(int programs, int threads, int lines) {
    long all = 0;
    long reduced = 0;
    for (long seed = 1; seed <= programs; seed++) {
      TreeSet<String> expected = outcomes(seed, threads, lines, new DepthFirst(1000));
      all += runs;
      TreeSet<String> found = outcomes(seed, threads, lines, new Reduced());
      reduced += runs;
      assertThat(found)
          .as("seed %s: %s", seed, new RandomProgram(seed, threads, lines))
          .isEqualTo(expected);
    }
    assertThat(reduced).as("runs, of " + all + " without the reduction").isLessThan(all / 4);
  }

  private TreeSet<String> outcomes(long seed, int threads, int lines, Search search) {
    TreeSet<String> outcomes = new TreeSet<>();
    runs = 0;
    while (search.isLeft()) {
      RandomProgram program = new RandomProgram(seed, threads, lines);
      Run run = Execution.run(workers, program.bodies(), search.next(), STEPS_MAX);
      search.learn(run);
      runs++;
      if (run.ending() != dev.lockstep.schedule.Ending.STOPPED) {
        outcomes.add(run.ending() + " " + program.outcome());
      }
    }
    return outcomes;
  }
}
