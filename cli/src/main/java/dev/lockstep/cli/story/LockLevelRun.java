package dev.lockstep.cli.story;

import dev.lockstep.cli.run.TraceCheck;
import dev.lockstep.model.lock.LockModel;
import dev.lockstep.model.lock.LockRun;
import dev.lockstep.model.lock.LockStep;
import dev.lockstep.model.lock.LockView;
import dev.lockstep.traces.Anomaly;
import dev.lockstep.traces.LockClaim;
import dev.lockstep.traces.LockObservation;
import dev.lockstep.traces.LockStoreUnderTest;
import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trace of the lock level with what the file, the model and a store have at each step, and in the
 * model the stacks of all threads, which no store shows.
 *
 * @param initial the store before the first step
 * @param before the model's state before the first step
 * @param store the store beside the model
 */
record LockLevelRun(
    LockTrace trace, LockObservation initial, LockView before, List<Step> steps, StoreSide store)
    implements ToldRun {

  /**
   * One step.
   *
   * @param words what it does, for a person
   * @param state the model's state after it
   * @param model what the model shows of that
   * @param onStore what the store shows, or null if it was not led here
   */
  record Step(
      LockStep.Label label,
      String words,
      LockView state,
      LockObservation file,
      LockObservation model,
      @Nullable LockObservation onStore,
      List<Difference> inFile,
      List<Difference> inStore) {

    private Step with(@Nullable LockObservation seen, List<Difference> differences) {
      return new Step(label, words, state, file, model, seen, inFile, differences);
    }
  }

  /**
   * Runs a trace, whose steps are the model's, as its reader has made sure.
   *
   * @param stores makes the store beside the model, or null for none
   * @param side that store: its name, and if there is none, why
   */
  static LockLevelRun of(
      LockTrace trace, LockStoreUnderTest.@Nullable Factory stores, StoreSide side) {
    Cast cast = new Cast(trace.constants());
    LockRun run = new LockRun(new LockModel(trace.constants()));
    LockObservation initial = LockObservation.of(trace.constants(), run);
    LockView first = run.state().view();
    List<Step> steps = new ArrayList<>();
    LockView before = first;
    for (LockTrace.Step step : trace.steps()) {
      if (!run.take(step.label())) {
        throw new IllegalArgumentException("step " + steps.size() + " is not the model's");
      }
      LockView after = run.state().view();
      LockObservation model = LockObservation.of(trace.constants(), run);
      steps.add(
          new Step(
              step.label(),
              new StepWords(cast, before, step.label(), after).text(),
              after,
              step.observed(),
              model,
              null,
              Difference.between(model, step.observed()),
              List.of()));
      before = after;
    }
    LockLevelRun alone = new LockLevelRun(trace, initial, first, steps, side);
    return stores == null ? alone : alone.beside(stores);
  }

  private LockLevelRun beside(LockStoreUnderTest.Factory stores) {
    List<Step> led = new ArrayList<>(steps);
    List<Anomaly> lost = List.of();
    String why = "";
    LockStoreUnderTest opened = stores.create(trace.constants());
    try {
      for (int i = 0; i < led.size() && why.isEmpty(); i++) {
        led.set(i, onStore(led.get(i), opened));
        if (!led.get(i).inStore().isEmpty() && i + 1 < led.size()) {
          why = "parted from the model at step " + (i + 1) + ": not led further";
        }
      }
      if (why.isEmpty() && led.stream().allMatch(step -> step.inStore().isEmpty())) {
        lost = List.copyOf(opened.finish());
      }
    } finally {
      opened.close();
    }
    List<String> changes = stores.changes(trace.constants());
    return new LockLevelRun(
        trace, initial, before, led, new StoreSide(store.where(), why, changes, lost));
  }

  private static Step onStore(Step step, LockStoreUnderTest store) {
    try {
      LockObservation seen = store.apply(step.label());
      return step.with(seen, Difference.between(step.model(), seen));
    } catch (LockStoreUnderTest.StepNotTakenException e) {
      return step.with(null, List.of(new Difference("step", "R8", "taken it", e.reason())));
    }
  }

  @Override
  public Verdict verdict() {
    // What the model breaks it breaks on its way: steps and states are still its own.
    boolean mustPart =
        trace.expect() instanceof Trace.Expectation.Breaks breaks
            && !breaks.where().equals("model")
            && TraceCheck.meant(breaks.where(), store.where());
    Optional<String> wrongClaim =
        LockClaim.check(trace)
            .map(d -> "the model denies what the file claims: " + d.field() + ": " + d.actual());
    return Verdict.of(
        trace.expect(),
        steps.stream().map(Step::inFile).toList(),
        steps.stream().map(Step::inStore).toList(),
        store,
        mustPart,
        wrongClaim);
  }

  @Override
  public List<String> lines() {
    return new LockLines(this).lines();
  }

  @Override
  public Map<String, Object> picture() {
    return new LockPicture(this).data();
  }
}
