package dev.lockstep.cli.run;

import dev.lockstep.model.Action;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.Model;
import dev.lockstep.model.Result;
import dev.lockstep.model.StoreState;
import dev.lockstep.traces.Divergence;
import dev.lockstep.traces.ModelStore;
import dev.lockstep.traces.Observation;
import dev.lockstep.traces.Replayer;
import dev.lockstep.traces.RuleCoverage;
import dev.lockstep.traces.StepComparison;
import dev.lockstep.traces.StoreUnderTest;
import dev.lockstep.traces.Trace;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One trace replayed: its observations must be the model's, and the store must end it as the trace
 * expects.
 *
 * @param where the store, in the words of a trace's {@code expect.where}
 * @param inFile where the file and the model differ, or null
 * @param onStore where the store and the model differ, or null
 * @param asExpected whether both are as the trace says
 */
public record TraceCheck(
    String where, @Nullable Divergence inFile, @Nullable Divergence onStore, boolean asExpected) {

  /** {@code spark@4.2.0}, {@code spark@my.jar+fifo}: what stands between is the version. */
  private static final Pattern SPARK = Pattern.compile("^spark@.*?((?:\\+[a-z-]+)?)$");

  public static TraceCheck of(
      Path file, Trace trace, StoreUnderTest.Factory stores, String where, RuleCoverage coverage) {
    Model model = new ContractModel(trace.constants());
    Divergence inFile = fileAgainstModel(file, trace);
    if (inFile != null) {
      return new TraceCheck(where, inFile, null, false);
    }
    refuseEndlessWait(file, trace, model, where);
    Divergence onStore = new Replayer(model, stores).replay(trace.actions()).orElse(null);
    StoreState state = model.initialStates().get(0);
    StepComparison comparison = new StepComparison(model);
    for (Trace.TraceStep step : trace.steps()) {
      coverage.count(model, state, step.action());
      state = comparison.expected(state, step.action()).after();
    }
    boolean asExpected =
        trace.expect() instanceof Trace.Expectation.Breaks breaks && meant(breaks.where(), where)
            ? onStore != null && onStore.rule().equals(breaks.rule())
            : onStore == null;
    return new TraceCheck(where, null, onStore, asExpected);
  }

  /** Whether {@code expect.where} speaks of a store: by its name, or of any version of Spark. */
  public static boolean meant(String expected, String where) {
    return expected.equals(where) || expected.equals(SPARK.matcher(where).replaceFirst("spark$1"));
  }

  /** A wait for execution memory would never end in a replay, where no other task can give any. */
  private static void refuseEndlessWait(Path file, Trace trace, Model model, String where) {
    StoreState state = model.initialStates().get(0);
    StepComparison comparison = new StepComparison(model);
    for (int i = 0; i < trace.steps().size(); i++) {
      Action action = trace.steps().get(i).action();
      StepComparison.Expected expected = comparison.expected(state, action);
      if (action instanceof Action.AcquireExecution
          && expected.result() == Result.WAITS
          && !where.equals("model")) {
        throw CommandFailure.usage(
            file
                + ": steps["
                + i
                + "]: would wait for execution memory for ever: replay it on the model");
      }
      state = expected.after();
    }
  }

  private static @Nullable Divergence fileAgainstModel(Path file, Trace trace) {
    StoreUnderTest model = ModelStore.factory().create(trace.constants());
    for (int i = 0; i < trace.steps().size(); i++) {
      Trace.TraceStep step = trace.steps().get(i);
      Observation expected;
      try {
        expected = model.apply(step.action());
      } catch (IllegalArgumentException e) {
        throw CommandFailure.usage(file + ": steps[" + i + "]: " + e.getMessage());
      }
      Optional<Divergence> difference =
          StepComparison.compare(i, step.action(), expected, step.observed());
      if (difference.isPresent()) {
        return difference.get();
      }
    }
    return null;
  }
}
