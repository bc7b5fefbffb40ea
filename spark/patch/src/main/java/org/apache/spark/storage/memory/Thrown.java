package org.apache.spark.storage.memory;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What to do with that which a release throws (R7). */
public final class Thrown {
  private static final Logger LOG = LoggerFactory.getLogger(NativeReleases.class);

  private Thrown() {}

  /**
   * Says which block it was, of a fatal error as well: an error that the JVM has made itself has no
   * room for suppressed ones, so a second one would leave no trace.
   */
  static void log(NativeMemoryEntry entry, Throwable thrown) {
    try {
      LOG.warn("Release of native block {} failed; its memory is given back.", entry.id(), thrown);
    } catch (Throwable fromLogging) {
      // Out of memory, maybe. What the release threw matters more.
      suppress(thrown, fromLogging);
    }
  }

  /** The first of several errors carries the later ones. */
  public static Throwable first(@Nullable Throwable earlier, Throwable later) {
    if (earlier == null) {
      return later;
    }
    suppress(earlier, later);
    return earlier;
  }

  /** Throws nothing itself: with no memory left, the later error is lost and the books are not. */
  static void suppress(Throwable earlier, Throwable later) {
    if (earlier != later) {
      try {
        earlier.addSuppressed(later);
      } catch (Throwable noMemory) {
        return;
      }
    }
  }

  /** Throws anything, as Scala does: an InterruptedException passes through stock code unharmed. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public static <E extends Throwable> RuntimeException sneak(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
