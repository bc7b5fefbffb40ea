package dev.lockstep.spark.threads;

import dev.lockstep.schedule.Body;
import dev.lockstep.schedule.Points;
import dev.lockstep.schedule.Run;
import dev.lockstep.schedule.scenario.Call;
import dev.lockstep.schedule.scenario.Outcome;
import dev.lockstep.schedule.scenario.Scenario;
import dev.lockstep.schedule.scenario.ScenarioException;
import dev.lockstep.schedule.scenario.Subject;
import dev.lockstep.spark.replay.TaskContexts;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** One run of a scenario: a store after the setup, and what each thread will call. */
final class PreparedRun implements Subject.Prepared {
  private static final int MESSAGE_MAX = 100;
  private static final TaskContexts CONTEXTS = new TaskContexts();

  private final Scenario scenario;
  private final ScheduledStore store = new ScheduledStore();
  private final StoreView view;
  private final List<List<String>> results = new ArrayList<>();

  PreparedRun(Scenario scenario) {
    this.scenario = scenario;
    TreeSet<Integer> tasks = new TreeSet<>();
    scenario.setup().forEach(c -> tasks.add(c.task()));
    scenario.threads().forEach(t -> tasks.add(t.task()));
    TreeMap<String, BlockName> blocks = new TreeMap<>();
    calls(scenario)
        .flatMap(c -> c.arguments().stream())
        .filter(BlockName::isBlock)
        .map(BlockName::of)
        .forEach(b -> blocks.putIfAbsent(b.name(), b));
    this.view = new StoreView(store, tasks, List.copyOf(blocks.values()));
    tasks.forEach(task -> store.locks().registerTask((long) task));
    setUp();
  }

  private static Stream<Call> calls(Scenario scenario) {
    return Stream.concat(
        scenario.setup().stream().map(Scenario.TaskCall::call),
        scenario.threads().stream().flatMap(t -> t.calls().stream()));
  }

  private void setUp() {
    for (Scenario.TaskCall taskCall : scenario.setup()) {
      CONTEXTS.enter(taskCall.task());
      try {
        apply(taskCall.task(), taskCall.call());
      } catch (RuntimeException | Error e) {
        throw new ScenarioException(
            scenario.toString(), "'" + taskCall + "' in the setup throws " + e);
      } finally {
        CONTEXTS.leave();
      }
    }
  }

  private String apply(int task, Call call) {
    return Verb.of(call.verb()).apply(store, new Spoken(task, call));
  }

  @Override
  public List<Body> bodies() {
    List<Body> bodies = new ArrayList<>();
    for (Scenario.ThreadCalls thread : scenario.threads()) {
      List<String> own = new ArrayList<>();
      results.add(own);
      bodies.add(() -> run(thread, own));
    }
    return bodies;
  }

  /** A call that throws ends its thread, as it would end a task, unless it is an ordinary error. */
  private void run(Scenario.ThreadCalls thread, List<String> own) {
    CONTEXTS.enter(thread.task());
    try {
      for (Call call : thread.calls()) {
        Points.call(call.toString());
        int before = own.size();
        own.add("…");
        String result = resultOf(thread.task(), call);
        own.set(before, result);
      }
    } finally {
      CONTEXTS.leave();
    }
  }

  private String resultOf(int task, Call call) {
    try {
      return apply(task, call);
    } catch (Exception | AssertionError | OutOfMemoryError | LinkageError thrown) {
      return "!" + oneLine(thrown);
    }
  }

  /** Messages have numbers of objects in them that differ from run to run: none of ours do. */
  private static String oneLine(Throwable thrown) {
    String message = thrown.getMessage() == null ? "" : ": " + thrown.getMessage().strip();
    String line = thrown.getClass().getSimpleName() + message.replaceAll("\\s+", " ");
    return line.length() > MESSAGE_MAX ? line.substring(0, MESSAGE_MAX) + "…" : line;
  }

  @Override
  public Outcome outcome(Run run) {
    return new Outcome(run.ending(), results, run.ending().hangs() ? "" : view.text());
  }

  @Override
  public List<String> broken(Run run) {
    List<String> broken = new ArrayList<>(store.broken());
    if (!run.ending().hangs()) {
      store.registrations().forEach(Registration::check);
      broken = new ArrayList<>(store.broken());
      broken.addAll(view.broken());
    }
    for (Run.ThreadEnd end : run.threads()) {
      if (end.thrown() != null) {
        broken.add("a thread ended with " + oneLine(end.thrown()));
      }
    }
    return broken;
  }

  @Override
  public String nameOf(Object resource) {
    return view.nameOf(resource);
  }
}
