package dev.lockstep.model.explore;

import dev.lockstep.model.Action;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.Event;
import dev.lockstep.model.Eviction;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.ReleaseBehaviour;
import dev.lockstep.model.Result;
import dev.lockstep.model.Step;
import dev.lockstep.model.StoreState;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules of the contract on the Java model, under the names of {@code EvictionProperties.tla}:
 * those that an exploration without TLC should notice at once.
 */
public final class ContractProperties {
  private static final List<Property> ALL =
      List.of(
          new Property.Invariant("R3AccountingInv", ContractProperties::accounted),
          new Property.Invariant("R4OneOrderInv", ContractProperties::oneOrder),
          new Property.Invariant("R5ReleaseInv", ContractProperties::releasedOnce),
          new Property.Invariant("R11LockedInv", ContractProperties::lockedIsResident),
          new Property.StepProperty("R5ReleaseProp", ContractProperties::leavingReleases),
          new Property.StepProperty("R7ThrowProp", ContractProperties::fatalIsTold),
          new Property.StepProperty("R8DeferredProp", ContractProperties::bytesComeLater),
          new Property.StepProperty("R11PinProp", ContractProperties::lockedStays),
          new Property.Reachable(
              "NativeEvictedByJvmPutReachable",
              (c, s) ->
                  s.action() instanceof Action.Put
                      && !(s.action() instanceof Action.PutNative)
                      && evicts(c, s, true)),
          new Property.Reachable(
              "JvmEvictedByNativePutReachable",
              (c, s) -> s.action() instanceof Action.PutNative && evicts(c, s, false)),
          new Property.Reachable("BothKindsEvictedReachable", ContractProperties::bothKinds),
          new Property.Reachable("PinnedOldestSkippedReachable", ContractProperties::oldestSkipped),
          new Property.Reachable("EvictionGivesUpReachable", ContractProperties::givesUp),
          new Property.Reachable(
              "ExecutionTakesFromNativeReachable",
              (c, s) -> s.action() instanceof Action.AcquireExecution && evicts(c, s, true)),
          new Property.Reachable(
              "FatalReleaseAmongVictimsReachable",
              (c, s) -> s.outcome().result() == Result.FATAL && s.outcome().victims().size() > 1),
          new Property.Reachable("DeferredNoSpaceReachable", ContractProperties::dropsForNothing),
          new Property.Reachable("DeferredGrantsLessReachable", ContractProperties::grantsLess));

  private ContractProperties() {}

  /** All of them. */
  public static List<Property> all() {
    return ALL;
  }

  private static boolean accounted(Constants constants, StoreState state) {
    for (MemoryMode mode : MemoryMode.values()) {
      int sum = 0;
      for (int i = 0; i < state.entryCount(); i++) {
        BlockSpec block = constants.blocks().get(state.entry(i));
        sum += block.mode() == mode ? block.size() : 0;
      }
      for (int t = 1; t <= state.tasks(); t++) {
        sum += state.unroll(mode, t);
      }
      int max = constants.pool(mode).max();
      if (state.used(mode) != sum
          || state.used(mode) < 0
          || state.used(mode) > state.pool(mode)
          || state.pool(mode) > max
          || state.executionUsed(mode) > max - state.pool(mode)) {
        return false;
      }
    }
    return true;
  }

  private static boolean oneOrder(Constants constants, StoreState state) {
    Set<String> seen = new HashSet<>(state.order(constants));
    return seen.size() == state.entryCount();
  }

  private static boolean releasedOnce(Constants constants, StoreState state) {
    for (int b = 0; b < state.blocks(); b++) {
      if (state.releases(b) > 1 || (state.resident(b) && state.releases(b) > 0)) {
        return false;
      }
    }
    return true;
  }

  private static boolean lockedIsResident(Constants constants, StoreState state) {
    for (int b = 0; b < state.blocks(); b++) {
      if (!state.unlocked(b) && !state.resident(b)) {
        return false;
      }
    }
    return true;
  }

  private static boolean leavingReleases(Constants constants, Step step) {
    for (int b = 0; b < step.before().blocks(); b++) {
      BlockSpec block = constants.blocks().get(b);
      boolean leaves = step.before().resident(b) && !step.after().resident(b);
      boolean released =
          step.outcome().events().contains(new Event(Event.Kind.RELEASED, block.id()));
      if (block.kind().isNative() && leaves != released) {
        return false;
      }
    }
    return true;
  }

  /** The half of R7ThrowProp about the result: who hears of a fatal error. */
  private static boolean fatalIsTold(Constants constants, Step step) {
    boolean fatal =
        step.outcome().releases().stream()
            .anyMatch(id -> constants.block(id).release() == ReleaseBehaviour.FATAL);
    return (step.outcome().result() == Result.FATAL)
        == (fatal && (!constants.deferredRelease() || step.action() instanceof Action.Clear));
  }

  private static boolean bytesComeLater(Constants constants, Step step) {
    if (!constants.deferredRelease()) {
      return true;
    }
    boolean releasing = false;
    for (Event event : step.outcome().events()) {
      boolean counts =
          !(step.action() instanceof Action.Clear)
              || constants.block(event.block()).kind().isNative();
      boolean ends = event.kind() == Event.Kind.LEAVES || event.kind() == Event.Kind.FORGOTTEN;
      if (releasing && ends && counts) {
        return false;
      }
      releasing |= event.kind() == Event.Kind.RELEASED;
    }
    for (MemoryMode mode : MemoryMode.values()) {
      int late = 0;
      for (int b = 0; b < step.before().blocks(); b++) {
        BlockSpec block = constants.blocks().get(b);
        boolean leaves = step.before().resident(b) && !step.after().resident(b);
        late += leaves && block.kind().isNative() && block.mode() == mode ? block.size() : 0;
      }
      if (step.after().used(mode) + late > step.after().pool(mode)) {
        return false;
      }
    }
    return true;
  }

  private static boolean dropsForNothing(Constants constants, Step step) {
    List<Eviction> evictions = step.outcome().evictions();
    return step.action() instanceof Action.Put
        && step.outcome().result() == Result.NO_SPACE
        && !evictions.isEmpty()
        && evictions.stream().allMatch(e -> sizeOf(constants, e.victims()) >= e.space());
  }

  private static boolean grantsLess(Constants constants, Step step) {
    if (!(step.action() instanceof Action.AcquireExecution asked)
        || step.outcome().victims().isEmpty()) {
      return false;
    }
    int amount = step.outcome().amount();
    int max = constants.pool(asked.m()).max();
    int executionUsed = step.before().executionUsed(asked.m());
    return amount < asked.n()
        && amount == max - step.after().pool(asked.m()) - executionUsed
        && asked.n()
            <= max
                - step.before().used(asked.m())
                - executionUsed
                + sizeOf(constants, step.outcome().victims());
  }

  private static int sizeOf(Constants constants, List<String> blocks) {
    return blocks.stream().mapToInt(id -> constants.block(id).size()).sum();
  }

  private static boolean lockedStays(Constants constants, Step step) {
    for (int b = 0; b < step.before().blocks(); b++) {
      boolean gone = step.before().resident(b) && !step.after().resident(b);
      if (gone && !step.before().unlocked(b) && !(step.action() instanceof Action.Clear)) {
        return false;
      }
    }
    return true;
  }

  private static boolean evicts(Constants constants, Step step, boolean nativeKind) {
    return step.outcome().victims().stream()
        .anyMatch(id -> constants.block(id).kind().isNative() == nativeKind);
  }

  private static boolean oldestSkipped(Constants constants, Step step) {
    if (step.before().entryCount() == 0) {
      return false;
    }
    int oldest = step.before().entry(0);
    BlockSpec block = constants.blocks().get(oldest);
    return block.kind().isNative()
        && !step.before().unlocked(oldest)
        && step.outcome().evictions().stream()
            .anyMatch(e -> e.mode() == block.mode() && !e.victims().isEmpty());
  }

  private static boolean givesUp(Constants constants, Step step) {
    for (Eviction eviction : step.outcome().evictions()) {
      for (int i = 0; eviction.victims().isEmpty() && i < step.before().entryCount(); i++) {
        BlockSpec block = constants.blocks().get(step.before().entry(i));
        boolean sameOwner =
            eviction.owner() != BlockSpec.NO_OWNER && block.owner() == eviction.owner();
        if (block.mode() == eviction.mode()
            && step.before().unlocked(step.before().entry(i))
            && !sameOwner) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean bothKinds(Constants constants, Step step) {
    for (Eviction eviction : step.outcome().evictions()) {
      Set<Boolean> kinds = new HashSet<>();
      eviction.victims().forEach(id -> kinds.add(constants.block(id).kind().isNative()));
      if (kinds.size() == 2) {
        return true;
      }
    }
    return false;
  }
}
