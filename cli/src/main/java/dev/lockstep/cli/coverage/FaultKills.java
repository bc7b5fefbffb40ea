package dev.lockstep.cli.coverage;

import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.StoreOptions;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.model.ContractModel;
import dev.lockstep.spark.faults.StoreFault;
import dev.lockstep.traces.LockReplayer;
import dev.lockstep.traces.LockStoreUnderTest;
import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.Replayer;
import dev.lockstep.traces.StoreUnderTest;
import dev.lockstep.traces.StoredTrace;
import dev.lockstep.traces.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which trace notices which of the deliberate faults, on the Spark of the build. */
final class FaultKills {
  private static final String PREFIX = "fault ";

  private FaultKills() {}

  /** The item of a fault. */
  static Item item(String fault) {
    return new Item(Item.Kind.KILL, PREFIX + fault);
  }

  /** The same traces; to each, the faults that it notices are added. */
  static List<TraceRun> added(Workspace workspace, List<TraceRun> traces) {
    Map<TraceRun, Set<Item>> kills = new HashMap<>();
    List<String> faults = StoreFault.names();
    try (Progress progress = new Progress("faults", faults.size())) {
      for (int f = 0; f < faults.size(); f++) {
        try (StoreOptions.Opened opened = StoreOptions.openFaulty(workspace, faults.get(f))) {
          for (TraceRun run : traces) {
            if (run.onStore() && run.asExpected() && notices(run.trace(), opened)) {
              kills.computeIfAbsent(run, r -> new TreeSet<>()).add(item(faults.get(f)));
            }
          }
        }
        progress.to(f + 1);
      }
    }
    List<TraceRun> added = new ArrayList<>();
    traces.forEach(run -> added.add(run.with(kills.getOrDefault(run, Set.of()))));
    return added;
  }

  private static boolean notices(StoredTrace trace, StoreOptions.Opened stores) {
    StoreUnderTest.Factory factory = stores.factory();
    LockStoreUnderTest.Factory led = stores.lockFactory().orElseThrow();
    return trace.accept(
        new StoredTrace.Visitor<>() {
          @Override
          public Boolean contract(Trace contract) {
            // One that expects a rule to break on every Spark says nothing about a fault.
            return contract.expect() instanceof Trace.Expectation.Conforms
                && new Replayer(new ContractModel(contract.constants()), factory)
                    .replay(contract.actions())
                    .isPresent();
          }

          @Override
          public Boolean lock(LockTrace lock) {
            // One that leaves mechanisms out runs on a store that is broken for it already.
            return lock.constants().without().isEmpty()
                && new LockReplayer(lock).replay(led).isPresent();
          }
        });
  }
}
