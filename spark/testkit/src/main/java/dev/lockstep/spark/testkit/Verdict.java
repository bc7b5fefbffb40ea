package dev.lockstep.spark.testkit;

import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/** How a check tells an engine's author what is wrong: the rule first, then the engine's part. */
final class Verdict {
  private Verdict() {}

  /** Fails with the message unless the condition holds. */
  static void that(boolean holds, String message, @Nullable Object... arguments) {
    if (!holds) {
      throw failure(null, message, arguments);
    }
  }

  static AssertionFailedError failure(
      @Nullable Throwable cause, String message, @Nullable Object... arguments) {
    return new AssertionFailedError(String.format(message, arguments), cause);
  }
}
