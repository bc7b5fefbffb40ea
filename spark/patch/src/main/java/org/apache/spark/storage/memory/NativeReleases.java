package org.apache.spark.storage.memory;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.util.control.NonFatal$;

/**
 * Runs the releases of one store and holds their fatal errors back until the store's outermost
 * operation has done all its work (R7). A release may start further operations on the same store
 * (R8), so operations nest. Guarded by the memory manager's monitor.
 */
public final class NativeReleases {
  private static final Logger LOG = LoggerFactory.getLogger(NativeReleases.class);

  private int depth;
  private boolean clearing;
  private @Nullable Throwable fatal;

  private NativeReleases() {}

  /** The one of this store, made at its first use. The caller holds the monitor. */
  static NativeReleases of(MemoryStore store) {
    NativeReleases releases = store.native$releases;
    if (releases == null) {
      releases = new NativeReleases();
      store.native$releases = releases;
    }
    return releases;
  }

  /** An operation that may release begins: a remove, an eviction, a clear. */
  void begin() {
    depth++;
  }

  /** The operation is done. Throws the first fatal error of its releases if it is the outermost. */
  void end() {
    depth--;
    throwFatalIfOutermost();
  }

  /** The operation itself has failed: a fatal error of a release goes first, else its own. */
  RuntimeException endAfter(Throwable failure) {
    depth--;
    if (fatal != null && fatal != failure) {
      fatal.addSuppressed(failure);
      throwFatalIfOutermost();
    }
    return NativeReleases.<RuntimeException>sneak(failure);
  }

  boolean isClearing() {
    return clearing;
  }

  void setClearing(boolean clearing) {
    this.clearing = clearing;
  }

  /** Frees the payload: the one call of this registration (R5), whatever it throws (R7). */
  void run(NativeMemoryEntry entry) {
    try {
      entry.release().release();
    } catch (Throwable thrown) {
      if (NonFatal$.MODULE$.apply(thrown)) {
        LOG.warn(
            "Release of native block {} failed; its memory is given back.", entry.id(), thrown);
      } else {
        hold(thrown);
        throwFatalIfOutermost();
      }
    }
  }

  private void hold(Throwable thrown) {
    if (fatal == null) {
      fatal = thrown;
    } else if (fatal != thrown) {
      fatal.addSuppressed(thrown);
    }
  }

  private void throwFatalIfOutermost() {
    if (depth == 0 && fatal != null) {
      Throwable thrown = fatal;
      fatal = null;
      throw NativeReleases.<RuntimeException>sneak(thrown);
    }
  }

  /** Throws anything, as Scala does: an InterruptedException passes through stock code unharmed. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> RuntimeException sneak(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
