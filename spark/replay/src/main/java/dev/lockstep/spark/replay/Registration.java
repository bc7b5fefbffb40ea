package dev.lockstep.spark.replay;

import dev.lockstep.model.BlockSpec;

/**
 * One registration of a native block: its payload, and the release callback that frees it and then
 * returns or throws as the constants say (R5, R7).
 */
final class Registration {
  private final BlockSpec block;
  private final Payload payload;
  private final CountingAllocator allocator;
  private final EndingWatch watch;

  Registration(BlockSpec block, CountingAllocator allocator, EndingWatch watch) {
    this.block = block;
    this.payload = allocator.allocate(block.id());
    this.allocator = allocator;
    this.watch = watch;
  }

  /** The callback. */
  void release() {
    watch.releaseBegins(block);
    allocator.free(payload);
    watch.releaseEnds(block);
    switch (block.release()) {
      case RETURNS -> {}
      case THROWS -> throw new IllegalStateException("release of " + block.id() + " throws");
      case FATAL -> throw new FatalRelease(block.id());
    }
  }

  /** The caller still owns the payload, since the put did not store (R1). */
  void freeByCaller() {
    allocator.free(payload);
  }

  /** What a scan does with a pinned block. */
  void read() {
    allocator.read(payload);
  }
}
