package dev.lockstep.cli.junit;

import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/** The blocks of a trace as fields of a test class. */
final class BlockNames {
  /** What else the class has that a step speaks of. */
  private static final Set<String> TAKEN =
      Set.of(
          "memory",
          "locks",
          "store",
          "natives",
          "task",
          "stopping",
          "evicted",
          "released",
          "wrong",
          "usedBeforeDrop",
          "pins");

  private final Constants constants;
  private final Map<String, String> fields = new LinkedHashMap<>();

  BlockNames(Constants constants) {
    this.constants = constants;
    Set<String> taken = new HashSet<>(TAKEN);
    for (BlockSpec block : constants.blocks()) {
      String name = block.id().replaceAll("[^A-Za-z0-9]", "_");
      if (!Character.isLetter(name.charAt(0)) || SourceVersion.isKeyword(name)) {
        name = "block_" + name;
      }
      while (!taken.add(name)) {
        name += "_";
      }
      fields.put(block.id(), name);
    }
  }

  /** The field of a block. */
  String of(String id) {
    String field = fields.get(id);
    if (field == null) {
      throw new IllegalArgumentException("block " + id + " is not declared");
    }
    return field;
  }

  /** The fields of some blocks, as arguments of a call. */
  String of(List<String> ids) {
    return ids.stream().map(this::of).collect(Collectors.joining(", "));
  }

  /** What the template needs of each. */
  List<Map<String, Object>> rows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < constants.blocks().size(); i++) {
      BlockSpec block = constants.blocks().get(i);
      rows.add(
          Map.of(
              "name", of(block.id()),
              "type", block.kind().isNative() ? "NativeBlockId" : "BlockId",
              "make", make(block, i)));
    }
    return rows;
  }

  private String make(BlockSpec block, int index) {
    boolean owned = block.owner() != BlockSpec.NO_OWNER;
    String key = of(block.id());
    if (block.kind().isNative()) {
      return owned
          ? "NativeBlockId.ofRdd(\"engine\", \"" + key + "\", " + block.owner() + ")"
          : "NativeBlockId.of(\"engine\", \"" + key + "\")";
    }
    return owned
        ? "new RDDBlockId(" + block.owner() + ", " + index + ")"
        : "new TestBlockId(\"" + key + "\")";
  }

  /** What a reader has to know of a block beside its size and mode. */
  static String releaseWords(BlockSpec block) {
    if (!block.kind().isNative()) {
      return "";
    }
    return switch (block.release()) {
      case RETURNS -> "";
      case THROWS -> "; its release throws";
      case FATAL -> "; its release throws a fatal error";
    };
  }
}
