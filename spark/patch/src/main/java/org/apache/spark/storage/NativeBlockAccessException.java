package org.apache.spark.storage;

/**
 * Spark was asked to read or copy the payload of a native block, which only its engine can (R9).
 */
public final class NativeBlockAccessException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final NativeBlockId blockId;

  NativeBlockAccessException(NativeBlockId blockId, String method) {
    super(
        method
            + " cannot read "
            + blockId
            + ": its payload belongs to the engine "
            + blockId.engine()
            + ". Pin the block with BlockManager.pinNative and read it with that engine's own API.");
    this.blockId = blockId;
  }

  public NativeBlockId blockId() {
    return blockId;
  }
}
