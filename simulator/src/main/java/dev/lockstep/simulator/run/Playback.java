package dev.lockstep.simulator.run;

import dev.lockstep.model.Result;
import dev.lockstep.simulator.input.RecordedTrace;
import dev.lockstep.simulator.metrics.BlockCosts;
import dev.lockstep.simulator.metrics.MonitorCost;
import dev.lockstep.simulator.metrics.Tally;
import dev.lockstep.simulator.policy.EvictionPolicy;
import dev.lockstep.simulator.store.CacheStore;
import dev.lockstep.simulator.store.StoreLayout;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Plays a recorded trace: one task reads an object and gives its lock back at once, and puts it if
 * it was not there. No time passes.
 */
public final class Playback {
  private static final int TASK = 1;
  private static final int BETWEEN_REPORTS = 1 << 16;

  /** Requests between two polls if nothing is said: a second of a thousand requests. */
  public static final int POLL_EVERY = 1_000;

  private Playback() {}

  /**
   * Plays a trace.
   *
   * @param layout of the trace's objects
   * @param pollEvery requests after which a policy that polls does so: a trace has no time by which
   *     to
   * @param progress hears the number of requests so far, now and then
   */
  public static SimulationResult run(
      RecordedTrace trace,
      StoreLayout layout,
      EvictionPolicy policy,
      int pollEvery,
      LongConsumer progress) {
    Tally tally = new Tally(layout, BlockCosts.EQUAL, MonitorCost.DEFAULT, policy.copies());
    CacheStore store = policy.open(layout, tally);
    long calls = 0;
    int untilPoll = pollEvery;
    for (long i = 0; i < trace.count(); i++) {
      if (untilPoll == 0) {
        store.poll();
        untilPoll = pollEvery;
      }
      untilPoll--;
      if (i % BETWEEN_REPORTS == 0) {
        progress.accept(i);
      }
      int request = trace.request(i);
      calls++;
      if (request >= 0) {
        // Its lock is given back, or it is put.
        calls++;
        access(store, tally, request);
      } else if (store.remove(TASK, -1 - request) == Result.REMOVED) {
        tally.removed(-1 - request);
      }
    }
    progress.accept(trace.count());
    return new SimulationResult(
        trace.name(),
        policy.name(),
        0,
        trace.count(),
        calls,
        0,
        0,
        tally.metrics(),
        new SimulationResult.Waits(0, 0, 0, 0),
        Map.of());
  }

  private static void access(CacheStore store, Tally tally, int block) {
    if (store.readOnce(TASK, block) != Result.ABSENT) {
      tally.read(block, true);
      return;
    }
    tally.read(block, false);
    Result result = store.put(TASK, block);
    tally.put(store, block, result);
  }
}
