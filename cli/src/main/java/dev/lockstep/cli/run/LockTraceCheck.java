package dev.lockstep.cli.run;

import dev.lockstep.traces.LockClaim;
import dev.lockstep.traces.LockDivergence;
import dev.lockstep.traces.LockModelStore;
import dev.lockstep.traces.LockReplayer;
import dev.lockstep.traces.LockStoreUnderTest;
import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.Trace;
import org.jspecify.annotations.Nullable;

/**
 * One trace of the lock level replayed: what it observes and claims must be the model's, and the
 * store must take its steps, unless the trace expects the store to part.
 *
 * @param inFile where the file and the model differ, or null
 * @param onStore where the store and the trace differ, or null
 * @param asExpected whether both are as the trace says
 */
public record LockTraceCheck(
    @Nullable LockDivergence inFile, @Nullable LockDivergence onStore, boolean asExpected) {

  /**
   * Checks one trace.
   *
   * @param where the store, in the words of a trace's {@code expect.where}
   */
  public static LockTraceCheck of(
      LockTrace trace, LockStoreUnderTest.Factory stores, String where) {
    LockReplayer replayer = new LockReplayer(trace);
    LockDivergence inFile =
        replayer.replay(LockModelStore.factory()).or(() -> LockClaim.check(trace)).orElse(null);
    if (inFile != null) {
      return new LockTraceCheck(inFile, null, false);
    }
    LockDivergence onStore = replayer.replay(stores).orElse(null);
    // What the model breaks it breaks on its way: steps and states are still its own.
    boolean asExpected =
        trace.expect() instanceof Trace.Expectation.Breaks breaks
                && !breaks.where().equals("model")
                && TraceCheck.meant(breaks.where(), where)
            ? onStore != null && onStore.rule().equals(breaks.rule())
            : onStore == null;
    return new LockTraceCheck(null, onStore, asExpected);
  }

  /** What differs first, of the file or else of the store; null if nothing does. */
  public @Nullable LockDivergence divergence() {
    return inFile != null ? inFile : onStore;
  }
}
