package dev.lockstep.simulator.policy;

import dev.lockstep.model.Action;
import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.ReleaseBehaviour;
import dev.lockstep.simulator.store.CacheStore;
import dev.lockstep.simulator.store.ContractStore;
import dev.lockstep.simulator.store.StoreLayout;
import dev.lockstep.simulator.store.StoreListener;
import java.util.List;
import java.util.Optional;

/**
 * What engines do today: native data is copied into the JVM, cached as bytes, and copied out again
 * when it is read (Gluten, spark-rapids and Comet each in a format of its own). The store is stock
 * Spark.
 */
public final class JvmCopy implements EvictionPolicy {
  /** The name on the command line. */
  public static final String NAME = "jvm-copy";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "today: native data is copied into the JVM and cached as bytes";
  }

  @Override
  public CacheStore open(StoreLayout layout, StoreListener listener) {
    return new ContractStore(layout.withSerializedForNative(), listener);
  }

  @Override
  public boolean copies() {
    return true;
  }

  /** Stock: no native block is left. */
  @Override
  public Optional<RealCalls> onRealStore(Constants constants, List<Action> actions) {
    List<BlockSpec> blocks =
        constants.blocks().stream()
            .map(
                b ->
                    b.kind().isNative()
                        ? new BlockSpec(
                            b.id(),
                            BlockKind.SERIALIZED,
                            b.size(),
                            b.mode(),
                            b.owner(),
                            ReleaseBehaviour.RETURNS)
                        : b)
            .toList();
    List<Action> calls =
        actions.stream()
            .map(
                action ->
                    action instanceof Action.PutNative put
                        ? new Action.PutSerialized(put.t(), put.b())
                        : action instanceof Action.Pin pin
                            ? new Action.Get(pin.t(), pin.b())
                            : action)
            .toList();
    return Optional.of(new RealCalls(constants.withBlocks(blocks), calls));
  }
}
