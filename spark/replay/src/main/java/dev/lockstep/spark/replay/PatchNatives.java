package dev.lockstep.spark.replay;

import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.apache.spark.memory.MemoryManager;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfoManager;
import org.apache.spark.storage.NativeBlockAccessException;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativeBlockStore;
import org.apache.spark.storage.memory.BlockEvictionHandler;
import org.apache.spark.storage.memory.MemoryStore;
import org.apache.spark.storage.memory.NativeReleases;

/** The adapter of our own patch. */
final class PatchNatives implements NativeAdapter {

  @Override
  public String description() {
    return "patched";
  }

  @Override
  public BlockId idOf(String engine, String key, OptionalInt owner) {
    return owner.isPresent()
        ? NativeBlockId.ofRdd(engine, key, owner.getAsInt())
        : NativeBlockId.of(engine, key);
  }

  @Override
  public boolean isNative(BlockId id) {
    return id instanceof NativeBlockId;
  }

  @Override
  @SuppressWarnings("NullAway") // Without a serializer: values are never turned into bytes here.
  public NativeStore open(
      SparkConf conf, MemoryManager memory, BlockEvictionHandler eviction, boolean deferred) {
    BlockInfoManager locks = new BlockInfoManager(false);
    MemoryStore store = new MemoryStore(conf, locks, null, memory, eviction);
    NativeBlockStore natives = natives(store, locks, deferred);
    return new PatchedStore(store, locks, natives, natives::putNative, natives::pinNative);
  }

  /**
   * The native calls on a store that is not in use yet. Deferred releases (R8) wait until they are
   * asked for: an executor that does nothing leaves them in the queue.
   */
  static NativeBlockStore natives(MemoryStore store, BlockInfoManager locks, boolean deferred) {
    if (deferred) {
      NativeReleases.deferTo(store, releases -> {});
    }
    return new NativeBlockStore(store, locks);
  }

  @Override
  public boolean defers() {
    return true;
  }

  @Override
  public boolean refusesRead(Throwable thrown) {
    return thrown instanceof NativeBlockAccessException;
  }

  @Override
  public Optional<String> releaseSite() {
    return Optional.of("org.apache.spark.storage.memory.NativeReleases#run#release");
  }
}
