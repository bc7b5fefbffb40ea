package dev.lockstep.traces.json;

import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.PoolSpec;
import dev.lockstep.model.ReleaseBehaviour;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The constants of a trace. The records check themselves; their complaints get a place here. */
final class ConstantsReader {
  private ConstantsReader() {}

  static Constants read(Located constants) throws TraceFormatException {
    constants.fieldsAmong(
        "tasks",
        "blocks",
        "onHeap",
        "offHeap",
        "unrollThreshold",
        "unrollModes",
        "executionModes",
        "demands",
        "locksMax",
        "deferredRelease");
    int tasks = constants.required("tasks").intAtLeast(1);
    List<BlockSpec> blocks = blocks(constants.required("blocks"));
    PoolSpec onHeap = pool(constants.required("onHeap"));
    PoolSpec offHeap = pool(constants.required("offHeap"));
    int unrollThreshold = constants.required("unrollThreshold").intAtLeast(1);
    Set<MemoryMode> unrollModes = modes(constants.required("unrollModes"));
    Set<MemoryMode> executionModes = modes(constants.required("executionModes"));
    TreeSet<Integer> demands = new TreeSet<>();
    for (Located demand : constants.required("demands").list()) {
      if (!demands.add(demand.intAtLeast(1))) {
        throw demand.wrong("stands twice");
      }
    }
    int locksMax = constants.required("locksMax").intAtLeast(0);
    @Nullable Located deferred = constants.optional("deferredRelease");
    boolean deferredRelease = deferred != null && deferred.bool();
    try {
      return new Constants(
          tasks,
          blocks,
          onHeap,
          offHeap,
          unrollThreshold,
          unrollModes,
          executionModes,
          demands,
          locksMax,
          deferredRelease);
    } catch (InvalidConstantException e) {
      throw placed(constants, e);
    }
  }

  private static List<BlockSpec> blocks(Located blocks) throws TraceFormatException {
    List<BlockSpec> read = new ArrayList<>();
    for (Located block : blocks.list()) {
      BlockSpec next = block(block);
      if (read.stream().anyMatch(b -> b.id().equals(next.id()))) {
        throw block.required("id").wrong("block " + next.id() + " stands twice");
      }
      read.add(next);
    }
    return read;
  }

  private static BlockSpec block(Located block) throws TraceFormatException {
    block.fieldsAmong("id", "kind", "size", "mode", "owner", "release");
    String id = block.required("id").string();
    BlockKind kind = block.required("kind").word(BlockKind.class);
    int size = block.required("size").intAtLeast(0);
    MemoryMode mode = block.required("mode").word(MemoryMode.class);
    int owner = block.required("owner").intAtLeast(BlockSpec.NO_OWNER);
    ReleaseBehaviour release = block.required("release").word(ReleaseBehaviour.class);
    try {
      return new BlockSpec(id, kind, size, mode, owner, release);
    } catch (InvalidConstantException e) {
      throw placed(block, e);
    }
  }

  private static PoolSpec pool(Located pool) throws TraceFormatException {
    pool.fieldsAmong("max", "region");
    try {
      return new PoolSpec(
          pool.required("max").intAtLeast(0), pool.required("region").intAtLeast(0));
    } catch (InvalidConstantException e) {
      throw placed(pool, e);
    }
  }

  private static Set<MemoryMode> modes(Located modes) throws TraceFormatException {
    TreeSet<MemoryMode> read = new TreeSet<>();
    for (Located mode : modes.list()) {
      if (!read.add(mode.word(MemoryMode.class))) {
        throw mode.wrong("stands twice");
      }
    }
    return read;
  }

  /** The id of a block that the trace declares. */
  static String declared(Constants constants, Located id) throws TraceFormatException {
    if (!constants.declares(id.string())) {
      throw id.wrong("block is not declared in constants.blocks, was " + id.shown());
    }
    return id.string();
  }

  /** Walks down to the field that a record complains about, as far as it goes. */
  private static TraceFormatException placed(Located whole, InvalidConstantException e)
      throws TraceFormatException {
    Located at = whole;
    for (String name : e.field().split("\\.", -1)) {
      @Nullable Located next = at.isObject() ? at.optional(name) : null;
      at = next == null ? at : next;
    }
    return at.wrong(String.valueOf(e.getMessage()));
  }
}
