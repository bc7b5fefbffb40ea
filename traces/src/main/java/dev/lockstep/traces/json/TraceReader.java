package dev.lockstep.traces.json;

import dev.lockstep.model.Action;
import dev.lockstep.model.ActionParameters;
import dev.lockstep.model.Constants;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.StoreState;
import dev.lockstep.traces.StepComparison;
import dev.lockstep.traces.StoredTrace;
import dev.lockstep.traces.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Traces out of located values; whatever is not understood is an error, never skipped. */
final class TraceReader {
  private static final List<String> HEADER =
      List.of("format", "level", "origin", "seed", "expect", "constants");

  /** The names of the spec's parameters in files. */
  private static final Map<String, String> FIELDS =
      Map.of("t", "task", "b", "block", "m", "mode", "n", "amount");

  private final Constants constants;

  private TraceReader(Constants constants) {
    this.constants = constants;
  }

  static String fieldOf(String parameter) {
    return FIELDS.getOrDefault(parameter, parameter);
  }

  /** A trace in one object. */
  static StoredTrace read(Located root) throws TraceFormatException {
    requireFormat(root);
    List<String> names = new ArrayList<>(headerOf(root));
    names.add("steps");
    root.fieldsAmong(names);
    return trace(root, root.required("steps").list());
  }

  /** A trace as a header and steps. */
  static StoredTrace read(Located header, List<Located> steps) throws TraceFormatException {
    requireFormat(header);
    header.fieldsAmong(headerOf(header));
    return trace(header, steps);
  }

  private static List<String> headerOf(Located header) throws TraceFormatException {
    @Nullable Located level = header.optional("level");
    return level != null && level.word(Trace.Level.class) == Trace.Level.LOCK
        ? LockTraceReader.HEADER
        : HEADER;
  }

  /** First of all, since another version may have any other field. */
  private static void requireFormat(Located header) throws TraceFormatException {
    Located format = header.required("format");
    if (!format.string().equals(Trace.FORMAT)) {
      throw format.wrong(
          "unknown version, must be " + JsonText.quote(Trace.FORMAT) + ", was " + format.shown());
    }
  }

  private static StoredTrace trace(Located header, List<Located> steps)
      throws TraceFormatException {
    Trace.Level level = header.required("level").word(Trace.Level.class);
    if (level == Trace.Level.LOCK) {
      return LockTraceReader.read(header, steps);
    }
    Trace.Origin origin = header.required("origin").word(Trace.Origin.class);
    long seed = header.required("seed").integer(Long.MIN_VALUE, Long.MAX_VALUE);
    Trace.Expectation expect = expectation(header.required("expect"));
    Constants constants = ConstantsReader.read(header.required("constants"));
    List<Trace.TraceStep> read = new TraceReader(constants).steps(steps);
    return new Trace(level, origin, seed, expect, constants, read);
  }

  private static Trace.Expectation expectation(Located expect) throws TraceFormatException {
    if (!expect.isObject()) {
      if (expect.string().equals("conforms")) {
        return new Trace.Expectation.Conforms();
      }
      throw expect.wrong("must be \"conforms\" or {\"breaks\", \"where\"}, was " + expect.shown());
    }
    expect.fieldsAmong("breaks", "where");
    Located rule = expect.required("breaks");
    if (!rule.string().matches("R([1-9]|1[0-4])|S[1-8]|X[1-4]")) {
      throw rule.wrong("must be a rule such as R5, was " + rule.shown());
    }
    return new Trace.Expectation.Breaks(rule.string(), expect.required("where").string());
  }

  private List<Trace.TraceStep> steps(List<Located> steps) throws TraceFormatException {
    List<Action> actions = new ArrayList<>();
    boolean complete = true;
    for (Located step : steps) {
      actions.add(action(step));
      complete &= step.optional("observed") != null;
    }
    StepComparison comparison = new StepComparison(new ContractModel(constants));
    StoreState state = StoreState.initial(constants);
    ObservationReader observations = new ObservationReader(constants);
    List<Trace.TraceStep> read = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      @Nullable Located observed = steps.get(i).optional("observed");
      StepComparison.@Nullable Expected expected =
          complete ? null : expected(comparison, state, actions.get(i), steps.get(i));
      state = expected == null ? state : expected.after();
      read.add(
          new Trace.TraceStep(
              actions.get(i),
              observed == null && expected != null
                  ? comparison.observation(expected)
                  : observations.read(steps.get(i).required("observed"))));
    }
    return read;
  }

  private static StepComparison.Expected expected(
      StepComparison comparison, StoreState state, Action action, Located step)
      throws TraceFormatException {
    try {
      return comparison.expected(state, action);
    } catch (IllegalArgumentException e) {
      throw step.wrong(String.valueOf(e.getMessage()));
    }
  }

  private Action action(Located step) throws TraceFormatException {
    Located name = step.required("action");
    if (!ActionParameters.actionNames().contains(name.string())) {
      throw name.wrong(
          "unknown action, must be one of "
              + String.join(", ", ActionParameters.actionNames())
              + ", was "
              + name.shown());
    }
    Map<String, Class<?>> signature = ActionParameters.signature(name.string());
    List<String> allowed = new ArrayList<>(List.of("action", "observed"));
    Map<String, Object> parameters = new LinkedHashMap<>();
    for (String parameter : signature.keySet()) {
      String field = fieldOf(parameter);
      allowed.add(field);
      parameters.put(parameter, parameter(field, step.required(field)));
    }
    step.fieldsAmong(allowed);
    return ActionParameters.create(name.string(), parameters);
  }

  private Object parameter(String field, Located value) throws TraceFormatException {
    return switch (field) {
      case "task" -> (int) value.integer(1, constants.tasks());
      case "block" -> ConstantsReader.declared(constants, value);
      case "mode" -> value.word(MemoryMode.class);
      default -> value.intAtLeast(1);
    };
  }
}
