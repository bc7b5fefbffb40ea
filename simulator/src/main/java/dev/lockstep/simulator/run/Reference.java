package dev.lockstep.simulator.run;

import dev.lockstep.simulator.input.RecordedTrace;
import dev.lockstep.simulator.policy.OfflineBound;
import dev.lockstep.simulator.store.StoreLayout;
import dev.lockstep.simulator.workload.Request;
import dev.lockstep.simulator.workload.WorkloadSpec;
import java.util.SplittableRandom;

/**
 * The offline reference for what a simulation or a playback asks for. The requests and their order
 * do not depend on the policy, and a block that is missed is put at once, so the bound is one for
 * every policy.
 */
public final class Reference {
  private Reference() {}

  /** For the requests of a workload. */
  public static OfflineBound.Bound of(WorkloadSpec workload, long seed, long requests) {
    WorkloadSpec.Opened opened = workload.open(new SplittableRandom(seed).split());
    OfflineBound bound = new OfflineBound(opened.layout());
    Request request = new Request();
    for (long i = 0; i < requests; i++) {
      opened.requests().next(request);
      if (request.operation() == Request.Operation.READ) {
        bound.read(request.block());
      }
    }
    return bound.bound();
  }

  /** For a recorded trace. */
  public static OfflineBound.Bound of(RecordedTrace trace, StoreLayout layout) {
    OfflineBound bound = new OfflineBound(layout);
    for (long i = 0; i < trace.count(); i++) {
      if (trace.request(i) >= 0) {
        bound.read(trace.request(i));
      }
    }
    return bound.bound();
  }
}
