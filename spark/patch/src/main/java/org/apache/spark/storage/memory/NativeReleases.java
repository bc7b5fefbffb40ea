package org.apache.spark.storage.memory;

import java.util.concurrent.Executor;
import org.apache.spark.storage.ReleaseReason;
import org.jspecify.annotations.Nullable;
import scala.util.control.NonFatal$;

/**
 * Runs the releases of one store, or queues them ({@link DeferredReleases}), and holds their fatal
 * errors back until the store's outermost operation has done all its work (R7). A release may start
 * further operations on the same store (R8), so operations nest. Guarded by the memory manager's
 * monitor.
 */
public final class NativeReleases {
  /** Operations under way, each inside a release of the one before. */
  private int depth;

  /** Why what is freed now is freed; null within a release, which begins operations of its own. */
  private @Nullable ReleaseReason reason;

  private final EngineUsage.Table usage = EngineUsage.Table.empty();

  private final @Nullable DeferredReleases deferred;
  private int registered;
  private int clears;
  private @Nullable Throwable fatal;

  private NativeReleases(@Nullable DeferredReleases deferred) {
    this.deferred = deferred;
  }

  /**
   * The one of this store, made at its first use, as {@link ReleaseMode} says. The caller holds the
   * monitor.
   */
  static NativeReleases of(MemoryStore store) {
    NativeReleases releases = store.native$releases;
    if (releases == null) {
      releases =
          new NativeReleases(
              ReleaseMode.of(store.conf) == ReleaseMode.DEFERRED
                  ? new DeferredReleases(store.memoryManager, DeferredReleases.thread())
                  : null);
      store.native$releases = releases;
    }
    return releases;
  }

  /**
   * Makes the store defer its releases, whatever its configuration says, and lets the caller say on
   * which thread they run. An executor that does nothing leaves them all to {@link
   * org.apache.spark.storage.NativeBlockStore#awaitReleases}.
   *
   * @throws IllegalStateException if the store has been used already
   */
  public static void deferTo(MemoryStore store, Executor executor) {
    synchronized (store.memoryManager) {
      if (store.native$releases != null) {
        throw new IllegalStateException("deferTo: expected a store without native blocks so far");
      }
      store.native$releases =
          new NativeReleases(new DeferredReleases(store.memoryManager, executor));
    }
  }

  /** Null if releases run under the monitor. */
  @Nullable DeferredReleases deferred() {
    return deferred;
  }

  /** False if the store has no native entry, and so nothing of this class matters (R14). */
  boolean anyRegistered() {
    return registered > 0;
  }

  int registrations() {
    return registered;
  }

  void registered(NativeMemoryEntry entry) {
    registered++;
    usage.registered(entry.id(), entry.size());
  }

  /** A registration has left the map, and its release is the caller's to run. */
  void ended(NativeMemoryEntry entry, ReleaseReason why) {
    registered--;
    usage.ended(entry.id(), entry.size(), why);
  }

  /** What the engines have in this store. */
  EngineUsage.Table usage() {
    return usage;
  }

  /**
   * An operation that may release begins: a remove, an eviction, a clear. A removal is part of the
   * eviction that does it, if it is not a release's.
   *
   * @return what {@link #end} is to go back to
   */
  @Nullable ReleaseReason begin(ReleaseReason why) {
    depth++;
    ReleaseReason before = reason;
    if (before == null) {
      reason = why;
    }
    return before;
  }

  /** Why a registration ends that leaves the map now. */
  ReleaseReason reason() {
    return reason == null ? ReleaseReason.REMOVED : reason;
  }

  /** True between the begin and the end of an operation: whoever asks then is a release (R8). */
  boolean isUnderWay() {
    return depth > 0;
  }

  /** The operation is done. Throws the first fatal error of its releases if it is the outermost. */
  void end(@Nullable ReleaseReason before) {
    depth--;
    reason = before;
    throwFatalIfOutermost();
  }

  /** The operation itself has failed: a fatal error of a release goes first, else its own. */
  RuntimeException endAfter(@Nullable ReleaseReason before, Throwable failure) {
    depth--;
    reason = before;
    if (fatal != null) {
      Thrown.suppress(fatal, failure);
      throwFatalIfOutermost();
    }
    return Thrown.<RuntimeException>sneak(failure);
  }

  boolean isClearing() {
    return clears > 0;
  }

  void clearBegins() {
    clears++;
  }

  void clearEnds() {
    clears--;
  }

  /**
   * The entry has left the map: frees the payload, the one call of this registration (R5), whatever
   * it throws (R7). Not for a deferring store.
   */
  void run(NativeMemoryEntry entry) {
    ReleaseReason why = reason();
    ended(entry, why);
    ReleaseReason before = reason;
    reason = null;
    try {
      entry.release().release(entry.id(), why);
    } catch (Throwable thrown) {
      boolean isFatal = !NonFatal$.MODULE$.apply(thrown);
      if (isFatal) {
        fatal = Thrown.first(fatal, thrown);
      }
      Thrown.log(entry, thrown);
      if (isFatal) {
        throwFatalIfOutermost();
      }
    } finally {
      reason = before;
    }
  }

  /** The entry leaves the map of a deferring store: its release waits for its turn. */
  void defer(DeferredReleases to, NativeMemoryEntry entry) {
    ReleaseReason why = reason();
    to.add(new DeferredReleases.Due(entry, why));
    ended(entry, why);
  }

  private void throwFatalIfOutermost() {
    if (depth == 0 && fatal != null) {
      Throwable thrown = fatal;
      fatal = null;
      throw Thrown.<RuntimeException>sneak(thrown);
    }
  }
}
