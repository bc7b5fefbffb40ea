package dev.lockstep.simulator.hunt;

import dev.lockstep.model.Constants;
import dev.lockstep.model.Result;
import dev.lockstep.simulator.policy.EvictionPolicy;
import dev.lockstep.simulator.policy.UnifiedLru;
import dev.lockstep.simulator.store.StoreLayout;
import java.util.Arrays;

/**
 * Makes the calls of genomes on a policy, and beside it on unified LRU. A call that unified LRU
 * could not be asked on the real store (an unlock without a lock, execution memory that has to be
 * waited for, more locks than the constants allow) is passed over on both: what is left of a genome
 * is a trace that the model and the real store can replay.
 */
final class GenomeRun {
  private final Constants constants;
  private final CallTable table;
  private final StoreLayout layout;
  private final EvictionPolicy policy;
  private final boolean alone;

  GenomeRun(Constants constants, EvictionPolicy policy) {
    this.constants = constants;
    this.table = new CallTable(constants);
    this.layout = StoreLayout.of(constants);
    this.policy = policy;
    this.alone = policy.name().equals(UnifiedLru.NAME);
  }

  CallTable table() {
    return table;
  }

  /**
   * What came of a genome.
   *
   * @param policy what the policy did
   * @param unified what unified LRU did with the same calls
   * @param proposal whether the policy is unified LRU itself
   * @param made the calls that were made
   * @param states fingerprints of the policy's states after them
   */
  record Outcome(Measures policy, Measures unified, boolean proposal, int[] made, long[] states) {}

  /** Runs a genome. */
  Outcome run(int[] genome) {
    MeasuredStore unified = new MeasuredStore(table, layout, new UnifiedLru());
    MeasuredStore measured = alone ? unified : new MeasuredStore(table, layout, policy);
    int[] made = new int[genome.length];
    long[] states = new long[genome.length];
    int count = 0;
    for (int call : genome) {
      if (passedOver(unified, call)) {
        continue;
      }
      Result result = unified.make(call);
      if (result == Result.WAITS && table.acquiresExecution(call)) {
        // Unchanged on unified LRU; not to be made on the policy either.
        continue;
      }
      if (!alone) {
        measured.make(call);
      }
      made[count] = call;
      states[count++] = measured.fingerprint();
    }
    Measures ofPolicy = measured.measures();
    return new Outcome(
        ofPolicy,
        alone ? ofPolicy : unified.measures(),
        alone,
        Arrays.copyOf(made, count),
        Arrays.copyOf(states, count));
  }

  private boolean passedOver(MeasuredStore unified, int call) {
    int task = table.task(call);
    int block = table.block(call);
    if (table.isRead(call)) {
      return unified.store().locks(task, block) >= constants.locksMax();
    }
    return table.isUnlock(call) && unified.store().locks(task, block) == 0;
  }
}
