package dev.lockstep.cli.story;

import dev.lockstep.traces.Divergence;
import dev.lockstep.traces.LockDivergence;
import dev.lockstep.traces.LockObservation;
import java.util.ArrayList;
import java.util.List;

/**
 * One field in which the file or a store differs from the model at a step.
 *
 * @param field as in {@link Divergence} or {@link LockDivergence}
 * @param rule the rule that speaks about it
 * @param model what the model has
 * @param other what the other has
 */
record Difference(String field, String rule, String model, String other) {

  static Difference of(Divergence divergence) {
    return new Difference(
        divergence.field(), divergence.rule(), divergence.expected(), divergence.actual());
  }

  static Difference of(LockDivergence divergence) {
    return new Difference(
        divergence.field(), divergence.rule(), divergence.expected(), divergence.actual());
  }

  /** All fields in which two looks at the lock level differ. */
  static List<Difference> between(LockObservation model, LockObservation other) {
    List<Difference> differences = new ArrayList<>();
    List<LockObservation.Field> should = model.fields();
    List<LockObservation.Field> is = other.fields();
    for (int f = 0; f < should.size(); f++) {
      LockObservation.Field field = should.get(f);
      if (!field.equals(is.get(f))) {
        differences.add(
            new Difference(
                field.name(),
                field.rule(),
                field.value().toString(),
                is.get(f).value().toString()));
      }
    }
    return differences;
  }

  /** For a person: who is other is said by the caller. */
  String words(String who) {
    return field.equals("anomaly")
        ? who + ": " + other
        : field + ": the model has " + model + ", " + who + " has " + other;
  }
}
