package dev.lockstep.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The constants and checks of a TLC configuration of the contract level, read from the {@code .cfg}
 * file itself, so that the spec and the model cannot be given different constants.
 *
 * @param name file name without its ending
 * @param constants the constants, checked
 * @param invariants names under INVARIANTS
 * @param properties names under PROPERTIES
 */
public record SpecConfig(
    String name, Constants constants, List<String> invariants, List<String> properties) {

  /**
   * Reads a configuration of {@code EvictionContract}.
   *
   * @throws IOException if the file can't be read
   * @throws InvalidConstantException if a constant is missing, malformed or breaks an assumption;
   *     its message names file and line where there is one
   */
  public static SpecConfig read(Path file) throws IOException {
    return of(ConfigFile.read(file));
  }

  /** The same of a file that has been read. */
  public static SpecConfig of(ConfigFile file) {
    return new SpecConfig(file.name(), constants(file), file.invariants(), file.properties());
  }

  private static Constants constants(ConfigFile file) {
    List<BlockSpec> blocks = new ArrayList<>();
    for (BlockKind kind : BlockKind.values()) {
      String name = kind.name().charAt(0) + kind.name().substring(1).toLowerCase(Locale.ROOT);
      for (String id : file.strings(name)) {
        blocks.add(block(file, id, kind));
      }
    }
    int tasks = file.numbers("Tasks").size();
    int unrollThreshold = file.number("UnrollThreshold");
    Set<MemoryMode> unrollModes = file.members("UnrollModes", MemoryMode.class, "mode");
    Set<MemoryMode> executionModes = file.members("ExecutionModes", MemoryMode.class, "mode");
    try {
      return new Constants(
          tasks,
          blocks,
          new PoolSpec(file.number("OnHeapMax"), file.number("OnHeapRegion")),
          new PoolSpec(file.number("OffHeapMax"), file.number("OffHeapRegion")),
          unrollThreshold,
          unrollModes,
          executionModes,
          file.numbers("Demands"),
          file.number("LocksMax"),
          file.truth("DeferredRelease"));
    } catch (InvalidConstantException e) {
      // The file's own complaints name it already.
      throw String.valueOf(e.getMessage()).contains(file.name() + ".cfg")
          ? e
          : file.wrong(e.field(), String.valueOf(e.getMessage()));
    }
  }

  private static BlockSpec block(ConfigFile file, String id, BlockKind kind) {
    int size =
        file.strings("Size4").contains(id)
            ? 4
            : file.strings("Size3").contains(id) ? 3 : file.strings("Size2").contains(id) ? 2 : 1;
    MemoryMode mode =
        file.strings("OffHeap").contains(id) ? MemoryMode.OFF_HEAP : MemoryMode.ON_HEAP;
    int owner =
        file.strings("Rdd1").contains(id)
            ? 1
            : file.strings("Rdd2").contains(id) ? 2 : BlockSpec.NO_OWNER;
    ReleaseBehaviour release =
        file.strings("ReleaseFatal").contains(id)
            ? ReleaseBehaviour.FATAL
            : file.strings("ReleaseThrows").contains(id)
                ? ReleaseBehaviour.THROWS
                : ReleaseBehaviour.RETURNS;
    return new BlockSpec(id, kind, size, mode, owner, release);
  }
}
