package dev.lockstep.model;

import dev.lockstep.model.Action.AcquireExecution;
import dev.lockstep.model.Action.AcquireUnroll;
import dev.lockstep.model.Action.Clear;
import dev.lockstep.model.Action.Get;
import dev.lockstep.model.Action.OnBlock;
import dev.lockstep.model.Action.Pin;
import dev.lockstep.model.Action.PutDeserialized;
import dev.lockstep.model.Action.PutNative;
import dev.lockstep.model.Action.PutSerialized;
import dev.lockstep.model.Action.ReleaseExecution;
import dev.lockstep.model.Action.ReleaseUnroll;
import dev.lockstep.model.Action.Remove;
import dev.lockstep.model.Action.TaskEnd;
import dev.lockstep.model.Action.Unlock;
import java.util.Map;

/**
 * What each action does in one state: the Java twin of the actions of {@code EvictionContract.tla}.
 * {@link ContractCall} holds what puts, evictions and drops have in common.
 */
final class ContractResponder implements Action.Visitor<Response> {
  private final Constants constants;
  private final Map<String, Integer> positions;
  private final StoreState state;

  /**
   * @param positions the position of each block in the constants, by id
   */
  ContractResponder(Constants constants, Map<String, Integer> positions, StoreState state) {
    this.constants = constants;
    this.positions = positions;
    this.state = state;
  }

  // Puts

  @Override
  public Response putNative(PutNative action) {
    return block(action).kind().isNative()
        ? putWhole(action)
        : refused("R2", action.b() + " is not a native block");
  }

  @Override
  public Response putSerialized(PutSerialized action) {
    return block(action).kind() == BlockKind.SERIALIZED
        ? putWhole(action)
        : refused("R2", action.b() + " is not a serialized block");
  }

  private Response putWhole(OnBlock action) {
    int b = index(action);
    if (state.resident(b)) {
      return unchanged(action, Result.DUPLICATE);
    }
    ContractCall call = new ContractCall(constants, state);
    BlockSpec block = block(action);
    if (call.acquireStorage(block.mode(), block.owner(), block.size())) {
      call.enter(b);
      return call.taken(action, Result.STORED, 0);
    }
    return call.taken(action, Result.NO_SPACE, 0);
  }

  /**
   * Reserves the threshold as unroll memory, then what the block needs beyond it, then turns unroll
   * into storage memory. What was reserved when a reservation fails stays with the task.
   */
  @Override
  public Response putDeserialized(PutDeserialized action) {
    BlockSpec block = block(action);
    int b = index(action);
    if (block.kind() != BlockKind.DESERIALIZED) {
      return refused("R2", action.b() + " is not a deserialized block");
    } else if (state.resident(b)) {
      return unchanged(action, Result.DUPLICATE);
    }
    ContractCall call = new ContractCall(constants, state);
    MemoryMode mode = MemoryMode.ON_HEAP;
    int threshold = constants.unrollThreshold();
    if (!call.acquireStorage(mode, block.owner(), threshold)) {
      return call.taken(action, Result.NO_SPACE, 0);
    }
    int beyond = Math.max(0, block.size() - threshold);
    if (beyond > 0 && !call.acquireStorage(mode, block.owner(), beyond)) {
      call.draft().unroll(mode, action.t(), state.unroll(mode, action.t()) + threshold);
      return call.taken(action, Result.NO_SPACE, threshold);
    }
    int spare = threshold + beyond - block.size();
    call.draft().used(mode, call.draft().used(mode) - spare);
    call.enter(b);
    return call.taken(action, Result.STORED, 0);
  }

  // Reads and locks

  @Override
  public Response get(Get action) {
    return block(action).kind().isNative()
        ? refused("R9", action.b() + " is native: read it through its engine")
        : lockAndTouch(action, Result.HIT);
  }

  @Override
  public Response pin(Pin action) {
    return block(action).kind().isNative()
        ? lockAndTouch(action, Result.PINNED)
        : refused("R11", action.b() + " is not a native block");
  }

  private Response lockAndTouch(OnBlock action, Result result) {
    int b = index(action);
    if (!state.resident(b)) {
      return unchanged(action, Result.ABSENT);
    }
    int held = state.locks(b, action.t());
    if (held >= constants.locksMax()) {
      return new Response.OutOfBounds("locksMax " + constants.locksMax());
    }
    ContractCall call = new ContractCall(constants, state);
    call.draft().locks(b, action.t(), held + 1);
    call.draft().leave(b);
    call.draft().append(b);
    return call.taken(action, result, 0);
  }

  @Override
  public Response unlock(Unlock action) {
    int b = index(action);
    int held = state.locks(b, action.t());
    if (held == 0) {
      return refused("R11", "task " + action.t() + " holds no lock on " + action.b());
    }
    ContractCall call = new ContractCall(constants, state);
    call.draft().locks(b, action.t(), held - 1);
    return call.taken(action, Result.UNLOCKED, 0);
  }

  @Override
  public Response remove(Remove action) {
    int b = index(action);
    if (!state.resident(b)) {
      return unchanged(action, Result.ABSENT);
    }
    if (!state.unlocked(b)) {
      return new Response.Declined(Result.WAITS, "R11", action.b() + " is being read");
    }
    ContractCall call = new ContractCall(constants, state);
    call.drop(b, true);
    return call.taken(action, Result.REMOVED, 0);
  }

  // Execution and unroll memory

  /** R12. A task that Spark would make wait for its least share is declined at this level. */
  @Override
  public Response acquireExecution(AcquireExecution action) {
    MemoryMode mode = action.m();
    PoolSpec pools = constants.pool(mode);
    ContractCall call = new ContractCall(constants, state);
    StoreState.Draft draft = call.draft();
    int held = Math.max(0, state.exec(mode, action.t()));
    int executionUsed = state.executionUsed(mode);

    int extra = action.n() - (pools.max() - state.pool(mode) - executionUsed);
    int storageFree = state.pool(mode) - state.used(mode);
    int reclaimable = Math.max(storageFree, state.pool(mode) - pools.region());
    if (extra > 0 && reclaimable > 0) {
      int target = Math.min(extra, reclaimable);
      int unusedFreed = Math.min(target, storageFree);
      int freed = 0;
      if (target > unusedFreed) {
        freed = call.evict(target - unusedFreed, mode, BlockSpec.NO_OWNER);
      }
      if (call.fatal()) {
        draft.exec(mode, action.t(), held);
        return call.taken(action, Result.GRANTED, 0);
      }
      draft.pool(mode, draft.pool(mode) - unusedFreed - freed);
    }
    int active = activeTasks(mode, action.t());
    int executionPool = pools.max() - draft.pool(mode);
    int largest = pools.max() - Math.min(draft.used(mode), pools.region());
    int share = Math.max(0, largest / active - held);
    int granted = Math.min(Math.min(action.n(), share), executionPool - executionUsed);
    if (granted < action.n() && (held + granted) * 2 * active < executionPool) {
      return new Response.Declined(
          Result.WAITS, "R12", "task " + action.t() + " has less than its least share");
    }
    draft.exec(mode, action.t(), held + granted);
    return call.taken(action, Result.GRANTED, granted);
  }

  private int activeTasks(MemoryMode mode, int task) {
    int active = 0;
    for (int t = 1; t <= state.tasks(); t++) {
      if (t == task || state.exec(mode, t) != StoreState.INACTIVE) {
        active++;
      }
    }
    return active;
  }

  @Override
  public Response releaseExecution(ReleaseExecution action) {
    int held = state.exec(action.m(), action.t());
    if (held == StoreState.INACTIVE) {
      return refused("R3", "task " + action.t() + " has no execution memory of " + action.m());
    }
    int left = Math.max(0, held - action.n());
    ContractCall call = new ContractCall(constants, state);
    call.draft().exec(action.m(), action.t(), left == 0 ? StoreState.INACTIVE : left);
    return call.taken(action, Result.RETURNED, held - left);
  }

  @Override
  public Response acquireUnroll(AcquireUnroll action) {
    ContractCall call = new ContractCall(constants, state);
    int threshold = constants.unrollThreshold();
    if (!call.acquireStorage(action.m(), BlockSpec.NO_OWNER, threshold)) {
      return call.taken(action, Result.NO_SPACE, 0);
    }
    call.draft().unroll(action.m(), action.t(), state.unroll(action.m(), action.t()) + threshold);
    return call.taken(action, Result.GRANTED, threshold);
  }

  @Override
  public Response releaseUnroll(ReleaseUnroll action) {
    int held = state.unroll(action.m(), action.t());
    if (held == 0) {
      return refused("R3", "task " + action.t() + " has no unroll memory of " + action.m());
    }
    ContractCall call = new ContractCall(constants, state);
    call.draft().used(action.m(), state.used(action.m()) - held);
    call.draft().unroll(action.m(), action.t(), 0);
    return call.taken(action, Result.RETURNED, held);
  }

  // Ends

  @Override
  public Response taskEnd(TaskEnd action) {
    ContractCall call = new ContractCall(constants, state);
    for (int b = 0; b < state.blocks(); b++) {
      call.draft().locks(b, action.t(), 0);
    }
    for (MemoryMode mode : MemoryMode.values()) {
      call.draft().used(mode, state.used(mode) - state.unroll(mode, action.t()));
      call.draft().unroll(mode, action.t(), 0);
      call.draft().exec(mode, action.t(), StoreState.INACTIVE);
    }
    return call.taken(action, Result.ENDED, 0);
  }

  /**
   * R13: native entries go before the others, whatever locks there are. Deferred releases (R8) are
   * run by the clear itself, before stock's clear sets the bytes in use to 0.
   */
  @Override
  public Response clear(Clear action) {
    ContractCall call = new ContractCall(constants, state);
    for (boolean nativeTurn : new boolean[] {true, false}) {
      for (int b : state.lru()) {
        if (constants.blocks().get(b).kind().isNative() == nativeTurn) {
          call.drop(b, false);
        }
      }
      call.settle();
    }
    for (int t = 1; t <= state.tasks(); t++) {
      for (int b = 0; b < state.blocks(); b++) {
        call.draft().locks(b, t, 0);
      }
      for (MemoryMode mode : MemoryMode.values()) {
        call.draft().unroll(mode, t, 0);
      }
    }
    for (MemoryMode mode : MemoryMode.values()) {
      call.draft().used(mode, 0);
    }
    return call.taken(action, Result.CLEARED, 0);
  }

  private Response unchanged(Action action, Result result) {
    return new Response.Taken(new Step(state, action, Outcome.of(result), state));
  }

  private static Response refused(String rule, String reason) {
    return new Response.Declined(Result.REFUSED, rule, reason);
  }

  private BlockSpec block(OnBlock action) {
    return constants.blocks().get(index(action));
  }

  private int index(OnBlock action) {
    Integer position = positions.get(action.b());
    if (position == null) {
      throw new IllegalArgumentException("block " + action.b() + " is not declared");
    }
    return position;
  }
}
