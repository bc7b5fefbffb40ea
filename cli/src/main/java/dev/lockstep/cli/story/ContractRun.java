package dev.lockstep.cli.story;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.TraceCheck;
import dev.lockstep.model.Action;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.Result;
import dev.lockstep.traces.Anomaly;
import dev.lockstep.traces.ModelStore;
import dev.lockstep.traces.Observation;
import dev.lockstep.traces.StepComparison;
import dev.lockstep.traces.StoreSnapshot;
import dev.lockstep.traces.StoreUnderTest;
import dev.lockstep.traces.Trace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trace of the contract level with what the file, the model and a store have at each step. A
 * store that parts from the model is not led any further: from there on the two answer different
 * questions.
 *
 * @param initial the store before the first call
 * @param store the store beside the model
 */
record ContractRun(Trace trace, StoreSnapshot initial, List<Step> steps, StoreSide store)
    implements ToldRun {

  /**
   * One call.
   *
   * @param file what the trace records
   * @param model what the model has now
   * @param onStore what the store had, or null if it was not led here
   */
  record Step(
      Action action,
      Observation file,
      Observation model,
      @Nullable Observation onStore,
      List<Difference> inFile,
      List<Difference> inStore) {}

  /**
   * Runs a trace.
   *
   * @param stores makes the store beside the model, or null for none
   * @param where its name; without a store, empty
   */
  static ContractRun of(
      Path file, Trace trace, StoreUnderTest.@Nullable Factory stores, String where) {
    List<Step> alone = new ArrayList<>();
    StoreUnderTest model = ModelStore.factory().create(trace.constants());
    for (int i = 0; i < trace.length(); i++) {
      Trace.TraceStep step = trace.steps().get(i);
      Observation expected;
      try {
        expected = model.apply(step.action());
      } catch (IllegalArgumentException e) {
        throw CommandFailure.usage(file + ": steps[" + i + "]: " + e.getMessage());
      }
      alone.add(
          new Step(
              step.action(),
              step.observed(),
              expected,
              null,
              differences(i, step.action(), expected, step.observed()),
              List.of()));
    }
    StoreSnapshot initial =
        StoreSnapshot.of(
            trace.constants(), new ContractModel(trace.constants()).initialStates().get(0));
    if (stores == null) {
      return new ContractRun(trace, initial, alone, StoreSide.absent("", StoreSide.NOT_ASKED));
    }
    return beside(new ContractRun(trace, initial, alone, StoreSide.absent(where, "")), stores);
  }

  private static ContractRun beside(ContractRun run, StoreUnderTest.Factory stores) {
    String where = run.store().where();
    List<Step> steps = new ArrayList<>(run.steps());
    List<Anomaly> lost = List.of();
    String why = "";
    StoreUnderTest store = stores.create(run.trace().constants());
    try {
      for (int i = 0; i < steps.size() && why.isEmpty(); i++) {
        Step step = steps.get(i);
        if (waitsForEver(step) && !where.equals("model")) {
          why = "step " + (i + 1) + " would wait for execution memory for ever: not led further";
          break;
        }
        Observation actual = store.apply(step.action());
        List<Difference> found = differences(i, step.action(), step.model(), actual);
        steps.set(
            i, new Step(step.action(), step.file(), step.model(), actual, step.inFile(), found));
        if (!found.isEmpty() && i + 1 < steps.size()) {
          why = "parted from the model at step " + (i + 1) + ": not led further";
        }
      }
      boolean sound = why.isEmpty() && steps.stream().allMatch(s -> s.inStore().isEmpty());
      if (sound) {
        lost = List.copyOf(store.finish());
      }
    } finally {
      store.close();
    }
    return new ContractRun(
        run.trace(), run.initial(), steps, new StoreSide(where, why, List.of(), lost));
  }

  /** In a replay no other task can give any. */
  private static boolean waitsForEver(Step step) {
    return step.action() instanceof Action.AcquireExecution
        && step.model().result() == Result.WAITS;
  }

  private static List<Difference> differences(
      int i, Action action, Observation model, Observation other) {
    return StepComparison.differences(i, action, model, other).stream()
        .map(Difference::of)
        .toList();
  }

  @Override
  public Verdict verdict() {
    boolean mustPart =
        trace.expect() instanceof Trace.Expectation.Breaks breaks
            && TraceCheck.meant(breaks.where(), store.where());
    return Verdict.of(
        trace.expect(),
        steps.stream().map(Step::inFile).toList(),
        steps.stream().map(Step::inStore).toList(),
        store,
        mustPart,
        Optional.empty());
  }

  @Override
  public List<String> lines() {
    return new ContractLines(this).lines();
  }

  @Override
  public Map<String, Object> picture() {
    return new ContractPicture(this).data();
  }
}
