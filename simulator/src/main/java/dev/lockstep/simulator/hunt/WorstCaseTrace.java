package dev.lockstep.simulator.hunt;

import dev.lockstep.model.Action;
import dev.lockstep.model.Constants;
import dev.lockstep.model.ContractModel;
import dev.lockstep.simulator.policy.EvictionPolicy;
import dev.lockstep.simulator.policy.Policies;
import dev.lockstep.simulator.policy.PolicyStores;
import dev.lockstep.traces.Divergence;
import dev.lockstep.traces.Replayer;
import dev.lockstep.traces.Trace;
import dev.lockstep.traces.TraceRecorder;
import java.util.List;
import java.util.Optional;

/**
 * A worst case as a trace. If the policy can be had on the real store, the trace says what happens
 * there and conforms. A rival's trace says what the contract wants of the same calls, and which
 * rule the rival breaks first.
 */
public final class WorstCaseTrace {
  /** Where a rival is: the name before its own, as {@code expect.where} has it. */
  public static final String SIMULATOR = "simulator+";

  private WorstCaseTrace() {}

  /**
   * The trace of some calls.
   *
   * @param name the policy, with its share if it has one
   */
  public static Trace of(String name, Constants constants, List<Action> actions, long seed) {
    EvictionPolicy policy = Policies.byName(name);
    Optional<EvictionPolicy.RealCalls> real = policy.onRealStore(constants, actions);
    if (real.isPresent()) {
      return TraceRecorder.trace(
          Trace.Origin.HUNT, seed, real.get().constants(), real.get().actions());
    }
    Optional<Divergence> first =
        new Replayer(new ContractModel(constants), new PolicyStores(policy)).replay(actions);
    Trace.Expectation expectation =
        first.isPresent()
            ? new Trace.Expectation.Breaks(first.get().rule(), SIMULATOR + name)
            : new Trace.Expectation.Conforms();
    return new Trace(
        Trace.Level.CONTRACT,
        Trace.Origin.HUNT,
        seed,
        expectation,
        constants,
        TraceRecorder.steps(constants, actions));
  }
}
