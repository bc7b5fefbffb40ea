package dev.lockstep.cli.junit;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.story.LockStory;
import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.model.lock.LockModel;
import dev.lockstep.model.lock.LockRun;
import dev.lockstep.spark.launch.LedCounterexample;
import dev.lockstep.traces.LockClaim;
import dev.lockstep.traces.LockDivergence;
import dev.lockstep.traces.LockModelStore;
import dev.lockstep.traces.LockReplayer;
import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.Trace;
import dev.lockstep.traces.json.TraceCodec;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A trace of the lock level as a test that leads the real store through it. The trace is in the
 * file, so the test needs Lockstep's jars and nothing else of it.
 */
final class LockTest {
  /** What the class file has for one string. */
  private static final int CONSTANT_BYTES_MAX = 60_000;

  /** The rules that properties without one in their name speak for, and why some are on record. */
  private static final Map<String, String> RULES =
      Map.of(
          "NoDeadlockInv", "R8",
          "LocksHeldInv", "R4",
          "NobodyForgottenLive", "R11",
          "AsksEndLive", "R12",
          "StopsEndLive", "R13",
          "NeverReleasesPinned", "R13",
          "RefinesOneInstant", "R4");

  private static final Map<String, String> RECORDS =
      Map.of(
          "NoDeadlockInv",
              "a release under the monitor that waits for an engine's lock hangs (R8).",
          "NeverReleasesPinned", "a stop releases pinned blocks as well, and R13 wants it so.",
          "AsksEndLive", "a request for execution memory can starve, in stock Spark as well.",
          "RefinesOneInstant",
              "no single instant explains what an eviction takes, and R4 allows it.");

  private final LockTrace trace;
  private final TestHeader header;
  private final LockConstants constants;

  private LockTest(LockTrace trace, TestHeader header) {
    this.trace = trace;
    this.header = header;
    this.constants = trace.constants();
  }

  /**
   * Writes the test.
   *
   * @throws CommandFailure if the trace differs from the model, or shows nothing on a real store
   */
  static TestSource of(LockTrace trace, TestHeader header) {
    LockTest test = new LockTest(trace, header);
    test.refuse();
    return test.source();
  }

  private void refuse() {
    new LockReplayer(trace)
        .replay(LockModelStore.factory())
        .or(() -> LockClaim.check(trace))
        .ifPresent(this::refuseDifference);
    LedCounterexample.whyNot(constants)
        .ifPresent(
            e -> {
              throw refusal("constants." + e.field() + ": " + e.getMessage());
            });
    if (TraceCodec.text(trace).getBytes(StandardCharsets.UTF_8).length > CONSTANT_BYTES_MAX) {
      throw refusal("too long for a constant of a Java class");
    }
  }

  private void refuseDifference(LockDivergence difference) {
    throw refusal(
        "steps["
            + difference.step()
            + "]."
            + difference.field()
            + ": the model has "
            + difference.actual()
            + ", the file says "
            + difference.expected());
  }

  private CommandFailure refusal(String why) {
    return CommandFailure.usage(header.file() + ": " + why);
  }

  private TestSource.Form form() {
    boolean conforms =
        !(trace.expect() instanceof Trace.Expectation.Breaks breaks)
            || breaks.where().startsWith("spark");
    if (conforms) {
      return TestSource.Form.KEEPS_RULE;
    } else if (constants.without().isEmpty()) {
      return TestSource.Form.ON_RECORD;
    }
    return LedCounterexample.CALLERS.containsAll(constants.without())
        ? TestSource.Form.CALLER_PREVENTS
        : TestSource.Form.CANNOT_HAPPEN;
  }

  private TestSource source() {
    TestSource.Form form = form();
    Map<String, Object> context = new HashMap<>();
    context.put("package", header.packageName());
    context.put("className", header.className());
    context.put("header", header.lines(trace, form));
    context.put("story", lines(new LockStory(trace).lines().stream().map(TestTemplate::inComment)));
    context.put("conforms", form == TestSource.Form.KEEPS_RULE);
    context.put("cannotHappen", form == TestSource.Form.CANNOT_HAPPEN);
    context.put("callerPrevents", form == TestSource.Form.CALLER_PREVENTS);
    context.put("onRecord", form == TestSource.Form.ON_RECORD);
    if (trace.expect() instanceof Trace.Expectation.Breaks breaks) {
      String rule = RULES.get(breaks.rule());
      context.put("rule", rule == null ? breaks.rule() : rule + " (" + breaks.rule() + ")");
      context.put("record", RECORDS.getOrDefault(breaks.rule(), "the store does so."));
    }
    context.put(
        "mechanisms",
        constants.without().stream().map(Enum::name).collect(Collectors.joining(" and ")));
    int bad = bad();
    context.put("bad", bad);
    context.put("badStep", bad > trace.length() ? "after the last step" : "at step " + bad);
    context.put(
        "json",
        List.copyOf(
            TraceCodec.text(trace)
                .lines()
                .map(LockTest::escaped)
                .map(l -> Map.of("line", l))
                .toList()));
    return new TestSource(header.className(), form, TestTemplate.fill("lock.mustache", context));
  }

  private static List<Map<String, Object>> lines(java.util.stream.Stream<String> lines) {
    return lines.map(l -> Map.<String, Object>of("line", l.isEmpty() ? "" : " " + l)).toList();
  }

  private static String escaped(String line) {
    return line.replace("\\", "\\\\").replace("\"\"\"", "\\\"\"\"");
  }

  /**
   * The first step, from 1, that is not also one of a store with all mechanisms; the number after
   * the last if only what comes then differs. A stop that awaits deferred releases waits for them
   * one step before the specification's does.
   */
  private int bad() {
    boolean awaits = constants.deferredRelease() && !constants.callers().stoppers().isEmpty();
    LockRun there = new LockRun(new LockModel(constants));
    LockRun sound = new LockRun(new LockModel(constants.without(Set.of())));
    for (int i = 0; i < trace.length(); i++) {
      there.take(trace.labels().get(i));
      if (!sound.take(trace.labels().get(i)) || !sound.state().equals(there.state())) {
        return awaits ? i : i + 1;
      }
    }
    return trace.length() + 1;
  }
}
