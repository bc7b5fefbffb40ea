package dev.lockstep.spark.threads.soak;

import dev.lockstep.schedule.soak.Stack;
import java.nio.file.NoSuchFileException;

/** Which errors the calls of a soak may end in. Any other one is a finding. */
final class Expected {
  private Expected() {}

  /** Of a call of a thread's own. */
  static void ofCall(Throwable thrown, Attempt attempt, Board board) {
    board.seen(thrown);
    if (thrown instanceof SoakError) {
      return;
    }
    if (isOfEndedTask(thrown) && (attempt.isEnding() || board.isStopping())) {
      board.count(Count.REFUSED_TO_ENDED);
    } else if (board.isStopping() && thrown instanceof InterruptedException) {
      board.count(Count.SLEEPER);
    } else if (board.isStopping()) {
      // Stock code that a stop has taken locks and infos from (docs/findings/put-after-stop.md).
      board.count(Count.OVERTAKEN);
    } else if (isOfDeletedFolder(thrown)) {
      board.count(Count.OVERTAKEN);
    } else if (board.isDecommissioned() && isOfDecommissioning(thrown)) {
      board.count(Count.NO_SPACE);
    } else {
      board.broken("an error that nobody expects: " + Stack.of(thrown));
    }
  }

  /** A stop deletes the folders of the disk store, which alone are called so, before all else. */
  private static boolean isOfDeletedFolder(Throwable thrown) {
    return thrown instanceof NoSuchFileException deleted
        && String.valueOf(deleted.getFile()).contains("/blockmgr-");
  }

  /** Of a call inside a release or a close, whose task may be ending on another thread. */
  static void inReentry(Throwable thrown, Board board) {
    board.seen(thrown);
    if (!(thrown instanceof SoakError) && !isOfEndedTask(thrown) && !board.isStopping()) {
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
