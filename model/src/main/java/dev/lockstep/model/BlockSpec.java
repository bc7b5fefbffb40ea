package dev.lockstep.model;

/**
 * A block that a trace or a configuration may use.
 *
 * @param id unique name
 * @param kind kind of its entry
 * @param size units of storage memory, at least 0
 * @param mode the pool it is accounted in; a deserialized block is always on heap
 * @param owner the RDD that owns it, or {@link #NO_OWNER}
 * @param release what its release does; {@link ReleaseBehaviour#RETURNS} for JVM blocks
 */
public record BlockSpec(
    String id, BlockKind kind, int size, MemoryMode mode, int owner, ReleaseBehaviour release) {
  /** The owner of a block that belongs to no RDD. */
  public static final int NO_OWNER = 0;

  public BlockSpec {
    require(!id.isEmpty(), "id", "must not be empty");
    require(size >= 0, "size", "must be at least 0, was " + size);
    require(owner >= 0, "owner", "must be at least 0, was " + owner);
    require(
        kind != BlockKind.DESERIALIZED || mode == MemoryMode.ON_HEAP,
        "mode",
        "a deserialized block must be ON_HEAP");
    require(
        kind != BlockKind.DESERIALIZED || size > 0,
        "size",
        "a deserialized block must have at least 1, an array of values takes room");
    require(
        kind.isNative() || release == ReleaseBehaviour.RETURNS,
        "release",
        "only a native block has a release that may throw");
  }

  private static void require(boolean condition, String field, String message) {
    if (!condition) {
      throw new InvalidConstantException(field, message);
    }
  }
}
