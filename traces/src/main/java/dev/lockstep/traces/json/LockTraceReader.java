package dev.lockstep.traces.json;

import dev.lockstep.model.lock.Frame;
import dev.lockstep.model.lock.LockAction;
import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.model.lock.LockProperties;
import dev.lockstep.model.lock.LockStep;
import dev.lockstep.traces.LockModelStore;
import dev.lockstep.traces.LockObservation;
import dev.lockstep.traces.LockStoreUnderTest;
import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.Trace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Traces of the lock level out of located values. Whatever its steps are, they must be steps of the
 * model: an interleaving is nothing without the states that it goes through.
 */
final class LockTraceReader {
  static final List<String> HEADER =
      List.of("format", "level", "origin", "seed", "expect", "loop", "constants");

  private final LockConstants constants;

  private LockTraceReader(LockConstants constants) {
    this.constants = constants;
  }

  static LockTrace read(Located header, List<Located> steps) throws TraceFormatException {
    Trace.Origin origin = header.required("origin").word(Trace.Origin.class);
    long seed = header.required("seed").integer(Long.MIN_VALUE, Long.MAX_VALUE);
    Located expect = header.required("expect");
    LockConstants constants = LockConstantsReader.read(header.required("constants"));
    Trace.Expectation expectation = expectation(expect, constants);
    @Nullable Located loop = header.optional("loop");
    int back = loop == null ? LockTrace.NO_LOOP : (int) loop.integer(0, steps.size());
    List<LockTrace.Step> read = new LockTraceReader(constants).steps(steps);
    return new LockTrace(origin, seed, expectation, constants, read, back);
  }

  /** Beside a rule, a property of the specification; where it is the model's, one that it knows. */
  private static Trace.Expectation expectation(Located expect, LockConstants constants)
      throws TraceFormatException {
    if (!expect.isObject()) {
      if (expect.string().equals("conforms")) {
        return new Trace.Expectation.Conforms();
      }
      throw expect.wrong("must be \"conforms\" or {\"breaks\", \"where\"}, was " + expect.shown());
    }
    expect.fieldsAmong("breaks", "where");
    Located breaks = expect.required("breaks");
    String where = expect.required("where").string();
    boolean known =
        !where.equals("model")
            || !new LockProperties(constants).named(List.of(breaks.string())).isEmpty();
    if (!known || !breaks.string().matches("[A-Z][A-Za-z0-9]*")) {
      throw breaks.wrong(
          "must be a rule such as R5, or a property such as NoDeadlockInv that can be checked"
              + " where it breaks, was "
              + breaks.shown());
    }
    return new Trace.Expectation.Breaks(breaks.string(), where);
  }

  private List<LockTrace.Step> steps(List<Located> steps) throws TraceFormatException {
    LockObservationReader observations = new LockObservationReader(constants);
    LockStoreUnderTest model = LockModelStore.factory().create(constants);
    List<LockTrace.Step> read = new ArrayList<>();
    for (Located step : steps) {
      LockStep.Label label = label(step);
      LockObservation expected;
      try {
        expected = model.apply(label);
      } catch (LockStoreUnderTest.StepNotTakenException e) {
        throw step.wrong(e.reason());
      } catch (ArithmeticException e) {
        throw step.wrong(String.valueOf(e.getMessage()));
      }
      @Nullable Located observed = step.optional("observed");
      read.add(
          new LockTrace.Step(label, observed == null ? expected : observations.read(observed)));
    }
    return read;
  }

  private LockStep.Label label(Located step) throws TraceFormatException {
    Located name = step.required("action");
    List<String> actions = Words.all(LockAction.class);
    if (!actions.contains(name.string())) {
      throw name.wrong(
          "unknown action, must be one of " + String.join(", ", actions) + ", was " + name.shown());
    }
    LockAction action = LockAction.valueOf(name.string());
    step.fieldsAmong(
        action.onBlock()
            ? List.of("thread", "action", "block", "observed")
            : List.of("thread", "action", "observed"));
    int thread = (int) step.required("thread").integer(1, constants.threads());
    int block = action.onBlock() ? block(step.required("block")) : Frame.NO_BLOCK;
    return new LockStep.Label(action, thread, block);
  }

  private int block(Located id) throws TraceFormatException {
    int position = constants.blocks().indexOf(id.string());
    if (position < 0) {
      throw id.wrong("block is not declared in constants, was " + id.shown());
    }
    return position;
  }
}
