package dev.lockstep.spark.threads;

import dev.lockstep.schedule.scenario.Call;
import dev.lockstep.schedule.scenario.Scenario;
import dev.lockstep.schedule.scenario.ScenarioException;
import dev.lockstep.schedule.scenario.Subject;
import java.util.stream.Stream;

/** Scenarios on a bare store. The command line finds it by name inside Spark's class loader. */
public final class StoreSubject implements Subject {
  @Override
  public String description() {
    return "spark@" + org.apache.spark.package$.MODULE$.SPARK_VERSION();
  }

  @Override
  public Prepared prepare(Scenario scenario) {
    check(scenario);
    return new PreparedRun(scenario);
  }

  private static void check(Scenario scenario) {
    Stream<Call> calls =
        Stream.concat(
            scenario.setup().stream().map(Scenario.TaskCall::call),
            scenario.threads().stream().flatMap(t -> t.calls().stream()));
    calls.forEach(
        call -> {
          try {
            Verb.of(call.verb()).check(call.arguments());
          } catch (IllegalArgumentException e) {
            throw new ScenarioException(scenario.toString(), String.valueOf(e.getMessage()));
          }
        });
  }

  @Override
  public void close() {
    // A run leaves nothing behind.
  }
}
