package dev.lockstep.spark.replay;

import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.storage.TestBlockId;

/** The blocks of the constants under the names that Spark knows them by, and back. */
final class BlockIds {
  private static final String ENGINE = "lockstep";

  private final Map<String, BlockId> byName = new LinkedHashMap<>();
  private final Map<BlockId, BlockSpec> specs = new HashMap<>();

  BlockIds(Constants constants, NativeAdapter adapter) {
    for (int index = 0; index < constants.blocks().size(); index++) {
      BlockSpec block = constants.blocks().get(index);
      BlockId id = idOf(block, index, adapter);
      byName.put(block.id(), id);
      specs.put(id, block);
    }
  }

  private static BlockId idOf(BlockSpec block, int index, NativeAdapter adapter) {
    boolean owned = block.owner() != BlockSpec.NO_OWNER;
    // The index keeps keys apart that differ only in characters that a native name can't have.
    String key = index + "-" + block.id().replaceAll("[^A-Za-z0-9._-]", "_");
    if (block.kind().isNative()) {
      return adapter.idOf(ENGINE, key, owned ? OptionalInt.of(block.owner()) : OptionalInt.empty());
    }
    return owned ? new RDDBlockId(block.owner(), index) : new TestBlockId(key);
  }

  BlockId of(BlockSpec block) {
    BlockId id = byName.get(block.id());
    if (id == null) {
      throw new IllegalArgumentException("block " + block.id() + " is not declared");
    }
    return id;
  }

  /** The name of a block in the constants; Spark's own for one that they don't declare. */
  String nameOf(BlockId id) {
    BlockSpec spec = specs.get(id);
    return spec == null ? id.name() : spec.id();
  }

  /** The specs by Spark's ids. */
  Map<BlockId, BlockSpec> specs() {
    return specs;
  }
}
