package dev.lockstep.model;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Constants for examples: four units on heap, two tasks, no execution memory. */
public final class TestConstants {
  private TestConstants() {}

  public static BlockSpec nativeBlock(String id, int size) {
    return nativeBlock(id, size, ReleaseBehaviour.RETURNS);
  }

  public static BlockSpec nativeBlock(String id, int size, ReleaseBehaviour release) {
    return new BlockSpec(
        id, BlockKind.NATIVE, size, MemoryMode.ON_HEAP, BlockSpec.NO_OWNER, release);
  }

  public static BlockSpec jvmBlock(String id, BlockKind kind, int size) {
    return jvmBlock(id, kind, size, BlockSpec.NO_OWNER);
  }

  public static BlockSpec jvmBlock(String id, BlockKind kind, int size, int owner) {
    return new BlockSpec(id, kind, size, MemoryMode.ON_HEAP, owner, ReleaseBehaviour.RETURNS);
  }

  public static Constants onHeap(int max, int region, BlockSpec... blocks) {
    return new Constants(
        2,
        List.of(blocks),
        new PoolSpec(max, region),
        new PoolSpec(0, 0),
        1,
        Set.of(),
        Set.of(),
        new TreeSet<>(),
        1);
  }

  public static Constants withExecution(int max, int region, BlockSpec... blocks) {
    return new Constants(
        2,
        List.of(blocks),
        new PoolSpec(max, region),
        new PoolSpec(0, 0),
        2,
        Set.of(),
        Set.of(MemoryMode.ON_HEAP),
        new TreeSet<>(List.of(2, 4)),
        1);
  }
}
