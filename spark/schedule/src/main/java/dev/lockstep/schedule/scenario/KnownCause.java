package dev.lockstep.schedule.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/**
 * What findings on a sound store come from: each has a page that explains it. A finding that none
 * of them explains is news. So each names what it explains as narrowly as it can; no cause explains
 * a payload that is released twice, never, or under a pin (R5, R6, R8, R11, R13), and none of two
 * threads of a task explains what becomes of a native block.
 */
public enum KnownCause {
  /** What is left of them in 4.2.0 too. */
  TWO_THREADS_OF_A_TASK(
      "two threads give back the locks of one task, SPARK-50771 and SPARK-53807",
      "docs/findings/unlock-beside-task-end.md",
      (scenario, finding) ->
          Words.oneTask(scenario)
              && !Words.anyNative(scenario)
              && switch (finding.kind()) {
                case DEADLOCK, NOT_SERIAL -> true;
                case EXCEPTION -> Words.matches(Words.LOCK_IS_NOT_MINE, finding);
                case BROKEN_RULE -> Words.matches(Words.LOCK_COUNTS, finding);
                case SLEEPS_FOR_EVER, LIVELOCK, OUTCOME -> false;
              }),
  /** Before 3.3.4, 3.4.2 and 3.5.1. */
  PUT_WAITS_FOR_WRITER(
      "a put that wants no read lock waits for the block's writer, SPARK-45057",
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
                    && !finding.detail().contains("native_");
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
          Words.any(scenario, Words.STOPS)
              && switch (finding.kind()) {
                case NOT_SERIAL -> true;
                case EXCEPTION ->
                    Words.matches(Words.LOCK_IS_NOT_MINE, finding)
                        || Words.matches(Words.ENTRY_IS_THERE, finding);
                case BROKEN_RULE ->
                    Words.any(scenario, Set.of("clearInfos"))
                            && (Words.matches(Words.LOCK_COUNTS, finding)
                                || Words.matches(Words.NO_INFO, finding))
                        || finding.detail().startsWith("R3: ")
                            && Words.any(scenario, Words.ORDINARY_PUTS);
                default -> false;
              }),
  COUNT_IN_STEPS(
      "a count is taken in steps",
      "docs/findings/calls-under-way.md",
      (scenario, finding) ->
          finding.kind() == Finding.Kind.NOT_SERIAL && finding.isApartOnlyIn(Words.COUNTS)),
  CALL_UNDER_WAY(
      "a put or a request meets the locks and the bytes of a call under way",
      "docs/findings/calls-under-way.md",
      (scenario, finding) ->
          finding.kind() == Finding.Kind.NOT_SERIAL
              && finding.isApartOnlyIn(Words.ASKS_FOR_SPACE)
              && !Words.putsNativeInOneOfTwo(scenario)),
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

  /** What is said in a scenario, and by Spark. */
  private static final class Words {
    /** What calls throw that find a lock, an info or a task gone that was theirs. */
    static final Pattern LOCK_IS_NOT_MINE =
        Pattern.compile(
            "!(AssertionError: assertion failed(: Block \\S+ is not locked for reading)?"
                + "|NullPointerException"
                + "|SparkException: Block \\S+ does not exist"
                + "|SparkException: Task \\d has not locked block \\S+ for writing"
                + "|SparkException: \\[INTERNAL_ERROR_STORAGE] Task \\d called remove\\(\\) on"
                + " block \\S+ without.*"
                + "|IllegalArgumentException: requirement failed: Task \\d tried to downgrade.*"
                + "|IllegalArgumentException: (unlock|removeBlock) cannot unlock native_\\S+:.*"
                + "|IllegalStateException: \\S+: task attempt \\d has ended or never began)");

    /** What puts throw that find an entry without an info, and what they reserved for it in use. */
    static final Pattern ENTRY_IS_THERE =
        Pattern.compile(
            "!(IllegalArgumentException: requirement failed: Block \\S+ is already present in the"
                + " MemoryStore"
                + "|IllegalStateException: values of \\S+)");

    static final Pattern LOCK_COUNTS =
        Pattern.compile(
            "block infos have -?\\d+ locks, tasks -?\\d+|a reader count of -1|a lock is left"
                + " behind");
    static final Pattern NO_INFO = Pattern.compile("an entry without a block info: \\w+");

    static final Set<String> STOPS = Set.of("stop", "clear", "clearInfos");
    static final Set<String> ORDINARY_PUTS = Set.of("put", "putValues", "putAround");
    static final Set<String> COUNTS =
        Set.of(
            "countInfos",
            "countMapEntries",
            "countLocks",
            "listInfos",
            "memoryUsed",
            "isKnown",
            "isVisible",
            "isInvisible",
            "unrollMemory");

    /** What is told of no space, of an entry that is there already, or of less than was asked. */
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
            "withNewOrRead",
            Finding.STATE);

    private Words() {}

    static boolean matches(Pattern pattern, Finding finding) {
      return pattern.matcher(finding.detail()).matches();
    }

    static boolean any(Scenario scenario, Set<String> verbs) {
      return scenario.threads().stream()
          .flatMap(t -> t.calls().stream())
          .anyMatch(call -> verbs.contains(call.verb()));
    }

    static boolean anyNative(Scenario scenario) {
      return scenario.threads().stream()
          .flatMap(t -> t.calls().stream())
          .anyMatch(Call::isOfNativeBlocks);
    }

    /** Whether a thread puts a native block as a task that has another thread as well. */
    static boolean putsNativeInOneOfTwo(Scenario scenario) {
      return scenario.threads().stream()
          .filter(t -> t.calls().stream().anyMatch(call -> call.verb().equals("putNative")))
          .anyMatch(t -> scenario.threads().stream().filter(u -> u.task() == t.task()).count() > 1);
    }

    static boolean oneTask(Scenario scenario) {
      List<Integer> tasks = scenario.threads().stream().map(Scenario.ThreadCalls::task).toList();
      return tasks.stream().distinct().count() < tasks.size();
    }
  }
}
