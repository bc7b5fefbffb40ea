package dev.lockstep.spark.threads;

import dev.lockstep.schedule.Body;
import dev.lockstep.schedule.Operation;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** One run of a scenario: a store after the setup, and what each thread will call. */
final class PreparedRun implements Subject.Prepared {
  private static final int MESSAGE_MAX = 100;

  /** Calls that wait for writers alone. */
  private static final Set<String> READERS =
      Set.of(
          "lockRead",
          "withRead",
          "get",
          "withGet",
          "pin",
          "withPin",
          "lockNewOrRead",
          "withNewOrRead");

  /** Calls that leave their caller with a lock. */
  private static final Set<String> KEEPERS =
      Set.of(
          "lockRead",
          "tryRead",
          "lockWrite",
          "tryWrite",
          "lockNew",
          "lockNewOrRead",
          "get",
          "pin",
          "downgrade");

  private static final Set<String> ASKS = Set.of("ask", "withMemory", "give");

  private static final TaskContexts CONTEXTS = new TaskContexts();

  private final Scenario scenario;
  private final ScheduledStore store = new ScheduledStore();
  private final StoreView view;
  private final int locksBefore;
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
    this.locksBefore = view.locks();
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
      } catch (Exception | Error e) {
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

  /** A call that throws has that as its result, and the thread goes on to its next call. */
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

  /**
   * What is thrown, the same in each run. The message of a null pointer is the JVM's, and compiled
   * code throws it without one.
   */
  private static String oneLine(Throwable thrown) {
    String said = thrown instanceof NullPointerException ? null : thrown.getMessage();
    String message = said == null ? "" : ": " + said.strip();
    String line = thrown.getClass().getSimpleName() + message.replaceAll("\\s+", " ");
    return line.length() > MESSAGE_MAX ? line.substring(0, MESSAGE_MAX) + "…" : line;
  }

  @Override
  public Outcome outcome(Run run) {
    return new Outcome(run.ending(), results, run.ending().hangs() ? "" : view.text());
  }

  @Override
  public List<String> broken(Run run) {
    if (run.ending().hangs()) {
      List<String> broken = new ArrayList<>(store.broken());
      for (int t = 0; t < run.threads().size(); t++) {
        brokenBySleeper(t, run.threads().get(t), broken);
      }
      return broken;
    }
    store.natives().registrations().forEach(Registration::check);
    List<String> broken = new ArrayList<>(store.broken());
    broken.addAll(view.broken());
    if (store.stopped()) {
      store.natives().registrations().stream()
          .filter(Registration::isLeft)
          .forEach(left -> broken.add("R13: " + left.name() + " is left after the stop"));
    } else if (!keepsLocks() && view.locks() > locksBefore) {
      broken.add("a lock is left behind");
    }
    for (List<String> own : results) {
      own.stream()
          .filter(r -> r.startsWith("!IllegalArgumentException: requirement failed"))
          .filter(r -> asksOnly(own))
          .forEach(r -> broken.add("R12: a request for execution memory throws " + r));
    }
    for (Run.ThreadEnd end : run.threads()) {
      if (end.thrown() != null) {
        broken.add("a thread ended with " + oneLine(end.thrown()));
      }
    }
    return broken;
  }

  private void brokenBySleeper(int thread, Run.ThreadEnd end, List<String> broken) {
    Operation waits = end.waitsFor();
    Object lock = waits == null ? null : waits.resource();
    if (waits == null || lock == null || waits.kind() != Operation.Kind.RELOCK) {
      return;
    }
    String call = callUnderWay(thread);
    if (end.holds().contains(store.manager())) {
      broken.add("R8: " + call + " sleeps with the monitor held");
    } else if (view.isForgotten(lock, READERS.contains(call.split(" ")[0]))) {
      broken.add(call + " sleeps though nothing is in its way");
    }
  }

  private String callUnderWay(int thread) {
    List<Call> calls = scenario.threads().get(thread).calls();
    return calls
        .get(Math.max(0, Math.min(results.get(thread).size(), calls.size()) - 1))
        .toString();
  }

  private boolean keepsLocks() {
    return scenario.threads().stream()
        .flatMap(t -> t.calls().stream())
        .anyMatch(c -> KEEPERS.contains(c.verb()));
  }

  private boolean asksOnly(List<String> own) {
    return scenario.threads().get(results.indexOf(own)).calls().stream()
        .allMatch(c -> ASKS.contains(c.verb()));
  }

  @Override
  public String nameOf(Object resource) {
    return view.nameOf(resource);
  }
}
