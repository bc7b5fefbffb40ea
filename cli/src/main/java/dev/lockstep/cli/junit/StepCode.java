package dev.lockstep.cli.junit;

import dev.lockstep.model.Action;
import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.MemoryMode;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The call of each action as Java: an expression that says in a word how the call ended. Empty for
 * one that the compiler refuses (R2, R11). Notes which methods of the template are needed.
 */
final class StepCode implements Action.Visitor<Optional<String>> {
  private final Constants constants;
  private final BlockNames names;
  private final Set<String> uses = new TreeSet<>();

  StepCode(Constants constants, BlockNames names) {
    this.constants = constants;
    this.names = names;
  }

  /** The methods that the calls so far need. */
  Set<String> uses() {
    return uses;
  }

  @Override
  public Optional<String> putNative(Action.PutNative action) {
    BlockSpec block = constants.block(action.b());
    if (!block.kind().isNative()) {
      return Optional.empty();
    }
    uses.add("putNative");
    return call("putNative", block, size(block) + ", Payload." + block.release());
  }

  @Override
  public Optional<String> putSerialized(Action.PutSerialized action) {
    BlockSpec block = constants.block(action.b());
    uses.addAll(Set.of("putBytes", "put", "removeLocked"));
    return call("putBytes", block, size(block));
  }

  @Override
  public Optional<String> putDeserialized(Action.PutDeserialized action) {
    BlockSpec block = constants.block(action.b());
    uses.addAll(Set.of("putValues", "put", "removeLocked"));
    return call("putValues", block, ", " + block.size());
  }

  @Override
  public Optional<String> get(Action.Get action) {
    BlockSpec block = constants.block(action.b());
    uses.add("get");
    return call("get", block, block.kind() == BlockKind.DESERIALIZED ? ", true" : ", false");
  }

  @Override
  public Optional<String> pin(Action.Pin action) {
    BlockSpec block = constants.block(action.b());
    if (!block.kind().isNative()) {
      return Optional.empty();
    }
    uses.add("pin");
    return call("pin", block, "");
  }

  @Override
  public Optional<String> unlock(Action.Unlock action) {
    uses.add("unlock");
    return call("unlock", constants.block(action.b()), "");
  }

  @Override
  public Optional<String> remove(Action.Remove action) {
    uses.addAll(Set.of("remove", "removeLocked"));
    return call("remove", constants.block(action.b()), "");
  }

  @Override
  public Optional<String> acquireExecution(Action.AcquireExecution action) {
    return onMode("acquireExecution", action.n() + ", ", action.m());
  }

  @Override
  public Optional<String> releaseExecution(Action.ReleaseExecution action) {
    return onMode("releaseExecution", action.n() + ", ", action.m());
  }

  @Override
  public Optional<String> acquireUnroll(Action.AcquireUnroll action) {
    return onMode("acquireUnroll", "", action.m());
  }

  @Override
  public Optional<String> releaseUnroll(Action.ReleaseUnroll action) {
    return onMode("releaseUnroll", "", action.m());
  }

  @Override
  public Optional<String> taskEnd(Action.TaskEnd action) {
    uses.add("endTask");
    return Optional.of("endTask()");
  }

  @Override
  public Optional<String> clear(Action.Clear action) {
    return Optional.of("stop()");
  }

  private Optional<String> onMode(String method, String amount, MemoryMode mode) {
    uses.add(method);
    return Optional.of(method + "(" + amount + mode + ")");
  }

  private Optional<String> call(String method, BlockSpec block, String more) {
    return Optional.of(method + "(" + names.of(block.id()) + more + ")");
  }

  private static String size(BlockSpec block) {
    return ", " + block.size() + ", " + block.mode();
  }
}
