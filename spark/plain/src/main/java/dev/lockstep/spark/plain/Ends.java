package dev.lockstep.spark.plain;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.util.control.NonFatal$;

/**
 * Holds the fatal errors of releases back until the outermost call on the store has done all its
 * work (R7). Releases may call the store again, so calls nest. Guarded by the monitor.
 */
final class Ends {
  private static final Logger LOG = LoggerFactory.getLogger(Ends.class);

  private int nested;
  private @Nullable Throwable fatal;

  /** Whether a call that may release is under way: the caller is then inside a release (R8). */
  boolean underWay() {
    return nested > 0;
  }

  /** A release has thrown: an ordinary exception is logged and forgotten. */
  void failed(Throwable thrown) {
    LOG.warn("The release of an offloaded block failed", thrown);
    if (NonFatal$.MODULE$.apply(thrown)) {
      return;
    }
    if (fatal == null) {
      fatal = thrown;
    } else if (fatal != thrown) {
      fatal.addSuppressed(thrown);
    }
  }

  /** Makes a call that may release; a fatal error leaves after it, if it is the outermost. */
  <T> T around(Supplier<T> call) {
    nested++;
    try {
      return call.get();
    } catch (Throwable failure) {
      if (fatal != null && fatal != failure) {
        fatal.addSuppressed(failure);
      }
      throw failure;
    } finally {
      nested--;
      throwFatal();
    }
  }

  private void throwFatal() {
    if (nested == 0 && fatal != null) {
      Throwable thrown = fatal;
      fatal = null;
      throw Ends.<RuntimeException>undeclared(thrown);
    }
  }

  /** As Scala throws: an InterruptedException leaves unharmed. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> RuntimeException undeclared(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
