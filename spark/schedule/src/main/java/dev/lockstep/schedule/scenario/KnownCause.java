package dev.lockstep.schedule.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/**
 * What findings on a sound store come from: each has a page that explains it. A finding that none
 * of them explains is news.
 */
public enum KnownCause {
  /** SPARK-50771, SPARK-53807, and what is left of them in 4.2.0. */
  TWO_THREADS_OF_A_TASK(
      "two threads give back the locks of one task",
      "docs/findings/unlock-beside-task-end.md",
      (scenario, finding) ->
          finding.kind() != Finding.Kind.SLEEPS_FOR_EVER && Words.oneTask(scenario)),
  /** SPARK-45057, before 3.3.4, 3.4.2 and 3.5.1. */
  PUT_WAITS_FOR_WRITER(
      "a put that wants no read lock waits for the block's writer",
      "docs/findings/put-waits-for-a-writer.md",
      (scenario, finding) ->
          finding.kind() == Finding.Kind.SLEEPS_FOR_EVER
              && Words.any(scenario, Set.of("putAround"))),
  REMOVED_BLOCK_LOCKED(
      "a block is locked that has been removed meanwhile",
      "docs/findings/lock-of-a-removed-block.md",
      (scenario, finding) ->
          switch (finding.kind()) {
            case EXCEPTION ->
                finding.detail().contains("does not exist")
                    && !Words.NATIVE.matcher(finding.detail()).find();
            case BROKEN_RULE ->
                finding.detail().startsWith("block infos have 0 locks")
                    && !Words.anyNative(scenario);
            default -> false;
          }),
  FAILED_PUT_KEEPS_BYTES(
      "a put whose bytes can't be had keeps its storage memory",
      "docs/findings/bytes-of-a-failed-put.md",
      (scenario, finding) ->
          finding.kind() == Finding.Kind.BROKEN_RULE
              && finding.detail().startsWith("R3: ")
              && scenario.toString().matches(".*\\bput [svr]\\w+!throws.*")),
  STOP_BESIDE_CALLS(
      "a stop or a clear takes what a call under way has locked or put",
      "docs/findings/put-after-stop.md",
      (scenario, finding) ->
          switch (finding.kind()) {
            case EXCEPTION, NOT_SERIAL -> Words.any(scenario, Words.STOPS);
            case BROKEN_RULE ->
                Words.any(scenario, Set.of("clearInfos"))
                    || (finding.detail().startsWith("R3: ")
                        && Words.any(scenario, Words.STOPS)
                        && Words.any(scenario, Words.ORDINARY_PUTS));
            default -> false;
          }),
  COUNT_IN_STEPS(
      "a count is taken in steps",
      "docs/findings/calls-under-way.md",
      (scenario, finding) ->
          finding.kind() == Finding.Kind.NOT_SERIAL && Words.any(scenario, Words.COUNTS)),
  CALL_UNDER_WAY(
      "a put or a request meets the locks and the bytes of a call under way",
      "docs/findings/calls-under-way.md",
      (scenario, finding) ->
          finding.kind() == Finding.Kind.NOT_SERIAL && Words.any(scenario, Words.ASKS_FOR_SPACE)),
  RELEASE_WAITS_FOR_ENGINE(
      "a release under the monitor waits for a lock whose holder waits for the monitor",
      "docs/findings/release-under-the-monitor.md",
      (scenario, finding) ->
          finding.kind() == Finding.Kind.DEADLOCK && scenario.toString().contains("!waits"));

  private final String title;
  private final String page;
  private final BiPredicate<Scenario, Finding> explains;

  KnownCause(String title, String page, BiPredicate<Scenario, Finding> explains) {
    this.title = title;
    this.page = page;
    this.explains = explains;
  }

  /** In a few words. */
  public String title() {
    return title;
  }

  /** The page that explains it. */
  public String page() {
    return page;
  }

  /** The cause of a finding, if it is a known one. */
  public static Optional<KnownCause> of(Scenario scenario, Finding finding) {
    return Arrays.stream(values()).filter(c -> c.explains.test(scenario, finding)).findFirst();
  }

  /** What is said in a scenario. */
  private static final class Words {
    static final Pattern NATIVE = Pattern.compile("native_");
    static final Set<String> STOPS = Set.of("stop", "clear", "clearInfos");
    static final Set<String> ORDINARY_PUTS = Set.of("put", "putValues", "putAround");
    static final Set<String> COUNTS =
        Set.of(
            "countInfos", "countMapEntries", "countLocks", "memoryUsed", "isKnown", "unrollMemory");
    static final Set<String> ASKS_FOR_SPACE =
        Set.of(
            "put",
            "putAround",
            "putValues",
            "putNative",
            "withMemory",
            "ask",
            "withUnroll",
            "withNew",
            "withNewOrRead");

    private Words() {}

    static boolean any(Scenario scenario, Set<String> verbs) {
      return scenario.threads().stream()
          .flatMap(t -> t.calls().stream())
          .anyMatch(call -> verbs.contains(call.verb()));
    }

    static boolean anyNative(Scenario scenario) {
      return scenario.threads().stream()
          .flatMap(t -> t.calls().stream())
          .flatMap(call -> call.arguments().stream())
          .anyMatch(argument -> argument.matches("n[1-9].*"));
    }

    static boolean oneTask(Scenario scenario) {
      List<Integer> tasks = scenario.threads().stream().map(Scenario.ThreadCalls::task).toList();
      return tasks.stream().distinct().count() < tasks.size();
    }
  }
}
