package dev.lockstep.spark.threads.soak;

import dev.lockstep.schedule.soak.Stack;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Which errors the calls of a soak may end in. Any other one is a finding. */
final class Expected {
  private static final Pattern OVERTAKEN =
      Pattern.compile(
          // Stock's: the unlock of a victim that an eviction leaves, and before 4.2.0 its lock.
          "AssertionError: assertion failed: Block rdd_\\S+ is not locked for reading"
              + "|NullPointerException: Cannot invoke \"java.util.Set.add\\(Object\\)\" because"
              + "|SparkException: \\[INTERNAL_ERROR_STORAGE] Task \\d+ called remove\\(\\) on block rdd_"
              + "|SparkException: Block \\S+ does not exist"
              + "|SparkException: Task -?\\d+ has not locked block \\S+ for writing"
              + "|IllegalArgumentException: (unlock|removeBlock) cannot unlock native_");

  private Expected() {}

  /** Of a call of a thread's own. */
  static void ofCall(Throwable thrown, Attempt attempt, Board board) {
    board.seen(thrown);
    if (thrown instanceof SoakError) {
      return;
    }
    if (isOfEndedTask(thrown) && (attempt.isEnding() || board.isStopping())) {
      board.count(Count.REFUSED_TO_ENDED);
    } else if (board.isStopping() && isOvertaken(thrown)) {
      board.count(Count.OVERTAKEN);
    } else if (board.isDecommissioned() && isOfDecommissioning(thrown)) {
      board.count(Count.NO_SPACE);
    } else {
      board.broken("an error that nobody expects: " + Stack.of(thrown));
    }
  }

  /**
   * What code says that a stop has taken a lock, an info or an entry from
   * (docs/findings/put-after-stop.md).
   */
  private static boolean isOvertaken(Throwable thrown) {
    String message = thrown.getClass().getSimpleName() + ": " + thrown.getMessage();
    return OVERTAKEN.matcher(message).lookingAt() || isOfTaskEnd(thrown);
  }

  /**
   * Before 4.2.0 the end of a task asserts that the write locks of JVM blocks in its list are its.
   */
  private static boolean isOfTaskEnd(Throwable thrown) {
    return thrown instanceof AssertionError
        && "assertion failed".equals(thrown.getMessage())
        && Arrays.stream(thrown.getStackTrace())
            .anyMatch(frame -> frame.getMethodName().equals("stock$releaseAllLocksForTask"));
  }

  /** Of a call inside a release or a close, whose task may be ending on another thread. */
  static void inReentry(Throwable thrown, Board board) {
    board.seen(thrown);
    if (!(thrown instanceof SoakError)
        && !isOfEndedTask(thrown)
        && !(board.isStopping() && isOvertaken(thrown))) {
      board.broken("an error that nobody expects, in a release or a close: " + Stack.of(thrown));
    }
  }

  private static boolean isOfEndedTask(Throwable thrown) {
    return thrown instanceof IllegalStateException
        && String.valueOf(thrown.getMessage()).contains("has ended or never began");
  }

  private static boolean isOfDecommissioning(Throwable thrown) {
    return thrown
        .getClass()
        .getSimpleName()
        .equals("BlockSavedOnDecommissionedBlockManagerException");
  }
}
