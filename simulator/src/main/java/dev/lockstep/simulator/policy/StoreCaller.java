package dev.lockstep.simulator.policy;

import dev.lockstep.model.Action;
import dev.lockstep.model.BlockKind;
import dev.lockstep.model.Constants;
import dev.lockstep.model.Result;
import dev.lockstep.simulator.store.CacheStore;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes the calls of the contract on a store of numbers. What is called on the wrong kind of block
 * is refused here (R2, R9): the store has no such calls.
 */
public final class StoreCaller implements Action.Visitor<Result> {
  private final Constants constants;
  private final CacheStore store;
  private final Map<String, Integer> positions = new HashMap<>();

  public StoreCaller(Constants constants, CacheStore store) {
    this.constants = constants;
    this.store = store;
    for (int b = 0; b < constants.blocks().size(); b++) {
      positions.put(constants.blocks().get(b).id(), b);
    }
  }

  /** Makes the call. */
  public Result call(Action action) {
    return action.accept(this);
  }

  /** The position of a block. */
  public int position(Action.OnBlock call) {
    Integer position = positions.get(call.b());
    if (position == null) {
      throw new IllegalArgumentException("block " + call.b() + " is not declared");
    }
    return position;
  }

  private BlockKind kind(Action.OnBlock call) {
    return constants.blocks().get(position(call)).kind();
  }

  private Result put(Action.OnBlock call, BlockKind kind) {
    return kind(call) == kind ? store.put(call.t(), position(call)) : Result.REFUSED;
  }

  @Override
  public Result putNative(Action.PutNative call) {
    return put(call, BlockKind.NATIVE);
  }

  @Override
  public Result putSerialized(Action.PutSerialized call) {
    return put(call, BlockKind.SERIALIZED);
  }

  @Override
  public Result putDeserialized(Action.PutDeserialized call) {
    return put(call, BlockKind.DESERIALIZED);
  }

  @Override
  public Result get(Action.Get call) {
    return kind(call).isNative() ? Result.REFUSED : store.read(call.t(), position(call));
  }

  /** A policy may keep a native block as something else; whoever pins it does not see that. */
  @Override
  public Result pin(Action.Pin call) {
    if (!kind(call).isNative()) {
      return Result.REFUSED;
    }
    Result result = store.read(call.t(), position(call));
    return result == Result.HIT ? Result.PINNED : result;
  }

  @Override
  public Result unlock(Action.Unlock call) {
    return store.unlock(call.t(), position(call));
  }

  @Override
  public Result remove(Action.Remove call) {
    return store.remove(call.t(), position(call));
  }

  @Override
  public Result acquireExecution(Action.AcquireExecution call) {
    return store.acquireExecution(call.t(), call.m().ordinal(), call.n());
  }

  @Override
  public Result releaseExecution(Action.ReleaseExecution call) {
    return store.releaseExecution(call.t(), call.m().ordinal(), call.n());
  }

  @Override
  public Result acquireUnroll(Action.AcquireUnroll call) {
    return store.acquireUnroll(call.t(), call.m().ordinal());
  }

  @Override
  public Result releaseUnroll(Action.ReleaseUnroll call) {
    return store.releaseUnroll(call.t(), call.m().ordinal());
  }

  @Override
  public Result taskEnd(Action.TaskEnd call) {
    return store.taskEnd(call.t());
  }

  @Override
  public Result clear(Action.Clear call) {
    return store.clear();
  }
}
