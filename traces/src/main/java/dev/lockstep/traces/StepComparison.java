package dev.lockstep.traces;

import dev.lockstep.model.Action;
import dev.lockstep.model.Event;
import dev.lockstep.model.Model;
import dev.lockstep.model.Outcome;
import dev.lockstep.model.Response;
import dev.lockstep.model.Result;
import dev.lockstep.model.StoreState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the model expects of one call, and the first field in which a store differs from it. */
public final class StepComparison {
  private final Model model;

  public StepComparison(Model model) {
    this.model = model;
  }

  /**
   * The model's side of a step.
   *
   * @param action the call
   * @param result what must come back
   * @param amount units that must come back
   * @param events what must happen to entries
   * @param after the state after it; the state before for a call that is declined
   */
  public record Expected(
      Action action, Result result, int amount, List<Event> events, StoreState after) {}

  /**
   * The expectation for a call in a state.
   *
   * @throws IllegalArgumentException if the call lies beyond a bound of the constants
   */
  public Expected expected(StoreState state, Action action) {
    Response response = model.respond(state, action);
    if (response instanceof Response.Taken taken) {
      Outcome outcome = taken.step().outcome();
      return new Expected(
          action, outcome.result(), outcome.amount(), outcome.events(), taken.step().after());
    } else if (response instanceof Response.Declined declined) {
      return new Expected(action, declined.result(), 0, List.of(), state);
    }
    throw new IllegalArgumentException(action + " lies beyond the bounds of the constants");
  }

  /** The observation that the model itself would make: what a trace file holds. */
  public Observation observation(Expected expected) {
    return new Observation(
        expected.result(),
        expected.amount(),
        expected.events(),
        StoreSnapshot.of(model.constants(), expected.after()),
        List.of(),
        "");
  }

  /** The first difference, or empty. Fields are compared in the order in which they explain. */
  public Optional<Divergence> compare(int step, Expected expected, Observation actual) {
    return compare(step, expected.action(), observation(expected), actual);
  }

  /** The same between two observations of one call. */
  public static Optional<Divergence> compare(
      int step, Action action, Observation expected, Observation actual) {
    return differences(step, action, expected, actual).stream().findFirst();
  }

  /** All that differs between two observations of one call, what explains most first. */
  public static List<Divergence> differences(
      int step, Action action, Observation expected, Observation actual) {
    List<Divergence> differences = new ArrayList<>();
    for (Anomaly anomaly : actual.anomalies()) {
      differences.add(
          new Divergence(
              step, action, anomaly.rule(), "anomaly", "nothing of the kind", anomaly.text()));
    }
    StoreSnapshot should = expected.snapshot();
    StoreSnapshot is = actual.snapshot();
    for (Field field :
        List.of(
            new Field("departures", "R4", expected.departures(), actual.departures()),
            new Field("releases", "R5", expected.releases(), actual.releases()),
            new Field("events", "R6", expected.events(), actual.events()),
            new Field("result", ruleOfResult(action), expected.result(), actual.result()),
            new Field("amount", ruleOfResult(action), expected.amount(), actual.amount()),
            new Field("lru", "R4", should.lru(), is.lru()),
            new Field("locks", "R11", should.locks(), is.locks()),
            new Field("used", "R3", should.used(), is.used()),
            new Field("pool", "R3", should.pool(), is.pool()),
            new Field("unroll", "R3", should.unroll(), is.unroll()),
            new Field("exec", "R12", should.exec(), is.exec()))) {
      if (!field.expected().equals(field.actual())) {
        differences.add(
            new Divergence(
                step,
                action,
                field.rule(),
                field.name(),
                field.expected().toString(),
                field.actual() + detail(actual)));
      }
    }
    return differences;
  }

  private static String detail(Observation actual) {
    return actual.detail().isEmpty() ? "" : " (" + actual.detail() + ")";
  }

  private record Field(String name, String rule, Object expected, Object actual) {}

  /** The rule that speaks about the result of a call. */
  public static String ruleOfResult(Action action) {
    return action.accept(RuleOfCall.INSTANCE);
  }
}
