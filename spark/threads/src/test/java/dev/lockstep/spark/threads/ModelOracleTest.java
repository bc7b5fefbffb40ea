package dev.lockstep.spark.threads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schedule.Ending;
import dev.lockstep.schedule.Execution;
import dev.lockstep.schedule.Run;
import dev.lockstep.schedule.Workers;
import dev.lockstep.schedule.scenario.Outcome;
import dev.lockstep.schedule.scenario.PairLibrary;
import dev.lockstep.schedule.scenario.Scenario;
import dev.lockstep.schedule.scenario.Subject;
import dev.lockstep.schedule.search.DepthFirst;
import dev.lockstep.spark.launch.SparkThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The oracle of explorations, the serial orders of the real store, is what the contract model says:
 * for every pair that the contract level has words for.
 */
class ModelOracleTest {
  private static final Pattern STATE =
      Pattern.compile("lru:(.*?); infos:.*used (\\d+)/(\\d+), execution \\d+");

  @Test
  void serialOutcomesOfPairsAreThoseOfTheContract() {
    int compared = 0;
    try (SparkThreads spark = SparkThreads.open(Sparks.patched(), Optional.empty());
        Workers workers = new Workers(spark.loader())) {
      for (char kind : "nsv".toCharArray()) {
        for (Scenario scenario : PairLibrary.of(kind)) {
          Optional<Set<String>> expected = ContractOrders.of(scenario);
          // Empty where every order misuses the store, as the second close of one pin does: the
          // contract has no word for it.
          if (expected.isPresent() && !expected.get().isEmpty()) {
            assertThat(serial(spark, workers, scenario))
                .as(scenario.toString())
                .isEqualTo(expected.get());
            compared++;
          }
        }
      }
    }
    System.out.println(compared + " pairs compared with the contract model");
    assertThat(compared).isGreaterThan(50);
  }

  private static Set<String> serial(SparkThreads spark, Workers workers, Scenario scenario) {
    Set<String> outcomes = new TreeSet<>();
    DepthFirst search = new DepthFirst(0);
    while (search.isLeft()) {
      Subject.Prepared prepared = spark.prepare(scenario);
      Run run = Execution.run(workers, prepared.bodies(), search.next(), 2000);
      search.learn(run);
      if (run.ending() == Ending.COMPLETED) {
        outcomes.add(text(prepared.outcome(run)));
      }
    }
    return outcomes;
  }

  /** In the words of the contract. */
  private static String text(Outcome outcome) {
    Matcher state = STATE.matcher(outcome.state());
    assertThat(state.find()).as(outcome.state()).isTrue();
    List<List<String>> results = new ArrayList<>();
    for (List<String> own : outcome.results()) {
      results.add(own.stream().map(ModelOracleTest::word).toList());
    }
    String lru = state.group(1).strip();
    return ContractOrders.text(
        results,
        lru.isEmpty() ? List.of() : List.of(lru.split(" ")),
        Integer.parseInt(state.group(2)),
        Integer.parseInt(state.group(3)));
  }

  private static String word(String result) {
    return switch (result) {
      case "GONE" -> "ABSENT";
      default -> result;
    };
  }
}
