package dev.lockstep.cli.junit;

import dev.lockstep.cli.run.CallWords;
import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.model.Action;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.PoolSpec;
import dev.lockstep.model.Result;
import dev.lockstep.model.StoreState;
import dev.lockstep.traces.Divergence;
import dev.lockstep.traces.Observation;
import dev.lockstep.traces.StepComparison;
import dev.lockstep.traces.StoreSnapshot;
import dev.lockstep.traces.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A trace of the contract level as a test of plain calls on Spark's own classes. */
final class ContractTest {
  /**
   * Bytes of Spark in a unit, as {@code Units.BYTES}: a multiple of 12, above what a put rounds.
   */
  private static final int UNIT_BYTES = 12288;

  /** Steps in one method: a method of the JVM has at most 64 KiB. */
  private static final int STEPS_MAX = 100;

  private final Trace trace;
  private final TestHeader header;
  private final Constants constants;
  private final BlockNames names;
  private final StepCode code;

  private ContractTest(Trace trace, TestHeader header) {
    this.trace = trace;
    this.header = header;
    this.constants = trace.constants();
    this.names = new BlockNames(constants);
    this.code = new StepCode(constants, names);
  }

  /**
   * Writes the test.
   *
   * @throws CommandFailure if the trace is not about Spark, differs from the model, or would wait
   *     for ever
   */
  static TestSource of(Trace trace, TestHeader header) {
    return new ContractTest(trace, header).source();
  }

  private TestSource source() {
    boolean deviates = false;
    String rule = "";
    if (trace.expect() instanceof Trace.Expectation.Breaks breaks) {
      rule = breaks.rule();
      if (!breaks.where().startsWith("spark")) {
        throw CommandFailure.usage(
            header.file() + ": expect.where: about " + breaks.where() + " alone, not about Spark");
      }
      deviates = !breaks.where().contains("+");
    }
    TestSource.Form form = deviates ? TestSource.Form.ON_RECORD : TestSource.Form.KEEPS_RULE;
    Map<String, Object> context = new HashMap<>();
    StepComparison comparison = new StepComparison(new ContractModel(constants));
    StoreState last = steps(context, comparison);
    end(context, comparison.expected(last, new Action.Clear()));
    context.put("package", header.packageName());
    context.put("className", header.className());
    context.put("header", header.lines(trace, form));
    context.put("unitBytes", UNIT_BYTES);
    context.put("blocks", names.rows());
    context.put("tasks", constants.tasks());
    context.put("unrollThreshold", constants.unrollThreshold());
    context.put(
        "onHeap", Map.of("max", constants.onHeap().max(), "region", constants.onHeap().region()));
    context.put("settings", settings());
    context.put("natives", constants.blocks().stream().anyMatch(b -> b.kind().isNative()));
    context.put("deferred", constants.deferredRelease());
    context.put("sound", !deviates);
    context.put("deviates", deviates);
    context.put("deviation", rule + ", step " + trace.length() + ":");
    context.put("method", deviates ? "sparkBreaks" + rule : "storeDoesAsTheRulesSay");
    context.put("ruleMethod", "keeps" + rule);
    return new TestSource(
        header.className(), form, TestTemplate.fill("contract.mustache", context));
  }

  /** Fills in the steps and which methods they need; the state after the last. */
  private StoreState steps(Map<String, Object> context, StepComparison comparison) {
    StoreState state = new ContractModel(constants).initialStates().get(0);
    List<Map<String, Object>> parts = new ArrayList<>();
    List<Map<String, Object>> steps = new ArrayList<>();
    for (int i = 0; i < trace.length(); i++) {
      Action action = trace.steps().get(i).action();
      StepComparison.Expected expected = expected(comparison, state, i);
      steps.add(
          Map.of(
              "comment",
              comment(i + 1, action),
              "code",
              code(i + 1, action, comparison.observation(expected))));
      state = expected.after();
      if (steps.size() == STEPS_MAX || i == trace.length() - 1) {
        parts.add(
            Map.of("call", "steps" + (i + 2 - steps.size()) + "To" + (i + 1), "steps", steps));
        steps = new ArrayList<>();
      }
    }
    context.put("parts", parts);
    Map<String, Boolean> uses = new HashMap<>();
    code.uses().forEach(method -> uses.put(method, true));
    context.put("uses", uses);
    return state;
  }

  private StepComparison.Expected expected(StepComparison comparison, StoreState state, int i) {
    Action action = trace.steps().get(i).action();
    StepComparison.Expected expected;
    try {
      expected = comparison.expected(state, action);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(header.file() + ": steps[" + i + "]: " + e.getMessage());
    }
    Optional<Divergence> differs =
        StepComparison.compare(
            i, action, comparison.observation(expected), trace.steps().get(i).observed());
    if (differs.isPresent()) {
      Divergence first = differs.get();
      throw CommandFailure.usage(
          header.file()
              + ": steps["
              + i
              + "].observed."
              + first.field()
              + ": the model has "
              + first.expected()
              + ", the file says "
              + first.actual());
    }
    if (action instanceof Action.AcquireExecution && expected.result() == Result.WAITS) {
      throw CommandFailure.usage(
          header.file() + ": steps[" + i + "]: would wait for execution memory for ever");
    }
    return expected;
  }

  private void end(Map<String, Object> context, StepComparison.Expected end) {
    Observation seen =
        new Observation(
            end.result(), 0, end.events(), StoreSnapshot.of(constants, end.after()), List.of(), "");
    context.put("endStep", trace.length() + 1);
    context.put("endResult", "\"" + (end.result() == Result.FATAL ? "FATAL" : "STOPPED") + "\"");
    Map<MemoryMode, Integer> pools = seen.snapshot().pool();
    context.put("endPools", pools.get(MemoryMode.ON_HEAP) + ", " + pools.get(MemoryMode.OFF_HEAP));
    context.put(
        "endReleases", seen.releases().stream().map(id -> Map.of("name", names.of(id))).toList());
  }

  private List<Map<String, Object>> settings() {
    PoolSpec offHeap = constants.offHeap();
    if (offHeap.max() == 0) {
      return List.of();
    }
    long max = (long) offHeap.max() * UNIT_BYTES;
    long region = (long) offHeap.region() * UNIT_BYTES;
    double fraction = (double) region / max;
    while ((long) (max * fraction) < region) {
      fraction = Math.nextUp(fraction);
    }
    return List.of(
        Map.of("key", "spark.memory.offHeap.enabled", "value", "true"),
        Map.of("key", "spark.memory.offHeap.size", "value", max),
        Map.of("key", "spark.memory.storageFraction", "value", fraction));
  }

  // A step

  private String comment(int number, Action action) {
    String task = CallWords.task(action);
    String block = "";
    if (action instanceof Action.Put put) {
      block = BlockNames.releaseWords(constants.block(put.b()));
    }
    return number
        + "  "
        + (task.isEmpty() ? "no task" : task)
        + "  "
        + new CallWords(constants).plainCall(action)
        + block;
  }

  private List<Map<String, Object>> code(int number, Action action, Observation seen) {
    List<String> lines = new ArrayList<>();
    Optional<String> call = action.accept(code);
    if (call.isEmpty()) {
      lines.add("// does not compile: it takes a NativeBlockId alone");
    } else {
      Object task = action.parameters().getOrDefault("t", 0);
      lines.add(
          "step("
              + number
              + ", "
              + task
              + ", \""
              + StepComparison.ruleOfResult(action)
              + "\", () -> "
              + call.get()
              + ")");
      lines.addAll(expectations(action, seen));
      lines.add("    .check();");
    }
    return lines.stream().map(line -> Map.<String, Object>of("line", line)).toList();
  }

  private List<String> expectations(Action action, Observation seen) {
    List<String> lines = new ArrayList<>();
    lines.add("    .returns(\"" + result(action, seen) + "\")");
    boolean evicts = !(action instanceof Action.Remove || action instanceof Action.Clear);
    if (evicts && !seen.departures().isEmpty()) {
      lines.add("    .evicted(" + names.of(seen.departures()) + ")");
    }
    if (!seen.releases().isEmpty()) {
      lines.add("    .released(" + names.of(seen.releases()) + ")");
    }
    StoreSnapshot snapshot = seen.snapshot();
    if (!snapshot.lru().isEmpty()) {
      lines.add("    .order(" + names.of(snapshot.lru()) + ")");
    }
    for (MemoryMode mode : MemoryMode.values()) {
      if (constants.pool(mode).max() > 0) {
        lines.add(
            "    .inUse("
                + mode
                + ", "
                + snapshot.used().get(mode)
                + ", "
                + snapshot.pool().get(mode)
                + ")");
      }
    }
    for (BlockSpec block : constants.blocks()) {
      int count =
          snapshot.locks().getOrDefault(block.id(), Map.of()).values().stream()
              .mapToInt(Integer::intValue)
              .sum();
      if (count > 0) {
        lines.add("    .readLocks(" + names.of(block.id()) + ", " + count + ")");
      }
    }
    lines.addAll(ofTasks(snapshot));
    return lines;
  }

  private List<String> ofTasks(StoreSnapshot snapshot) {
    List<String> lines = new ArrayList<>();
    Map<Integer, Integer> unrolled = new LinkedHashMap<>();
    for (MemoryMode mode : MemoryMode.values()) {
      snapshot
          .exec()
          .getOrDefault(mode, Map.of())
          .forEach(
              (task, units) -> {
                if (units > 0) {
                  lines.add("    .execution(" + mode + ", " + task + ", " + units + ")");
                }
              });
      snapshot
          .unroll()
          .getOrDefault(mode, Map.of())
          .forEach((task, units) -> unrolled.merge(task, units, Integer::sum));
    }
    unrolled.forEach((task, units) -> lines.add("    .unrolled(" + task + ", " + units + ")"));
    return lines;
  }

  /** The word of the template's method. */
  private static String result(Action action, Observation seen) {
    boolean gives =
        action instanceof Action.ReleaseExecution || action instanceof Action.ReleaseUnroll;
    if (gives && seen.result() == Result.REFUSED) {
      return "RETURNED 0"; // Spark warns at most.
    }
    boolean amount = gives || seen.result() == Result.GRANTED || seen.amount() != 0;
    return switch (seen.result()) {
      case FATAL -> "FATAL";
      case CLEARED -> "STOPPED";
      default -> amount ? seen.result() + " " + seen.amount() : seen.result().toString();
    };
  }
}
