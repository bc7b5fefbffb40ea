package dev.lockstep.spark.plain;

import dev.lockstep.spark.replay.NativeAdapter;
import dev.lockstep.spark.replay.NativeStore;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.apache.spark.memory.MemoryManager;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfoManager;
import org.apache.spark.storage.memory.BlockEvictionHandler;
import org.apache.spark.storage.memory.MemoryStore;

/** Tells the harness what things are called here. */
public final class PlainAdapter implements NativeAdapter {

  @Override
  public String description() {
    return "plain subclasses";
  }

  @Override
  public BlockId idOf(String engine, String key, OptionalInt owner) {
    return owner.isPresent()
        ? OffloadedBlockId.ofRdd(engine, key, owner.getAsInt())
        : OffloadedBlockId.of(engine, key);
  }

  @Override
  public boolean isNative(BlockId id) {
    return id instanceof OffloadedBlockId;
  }

  @Override
  public NativeStore open(
      SparkConf conf, MemoryManager memory, BlockEvictionHandler eviction, boolean deferred) {
    return new Adapted(new Offloading(conf, memory, eviction));
  }

  @Override
  public boolean refusesRead(Throwable thrown) {
    return thrown instanceof OffloadedReadException;
  }

  @Override
  public Optional<String> releaseSite() {
    return Optional.of("dev.lockstep.spark.plain.Reservation#dispose#run");
  }

  private record Adapted(Offloading offloading) implements NativeStore {
    @Override
    public MemoryStore memory() {
      return offloading.store();
    }

    @Override
    public BlockInfoManager locks() {
      return offloading.locks();
    }

    @Override
    public PutResult put(BlockId id, long bytes, MemoryMode mode, Runnable release) {
      return switch (offloading.offload(typed(id), bytes, mode, release)) {
        case TAKEN -> PutResult.STORED;
        case FULL -> PutResult.NO_SPACE;
        case KNOWN -> PutResult.DUPLICATE;
      };
    }

    @Override
    public Optional<Pin> pin(BlockId id) {
      return Optional.ofNullable(offloading.borrow(typed(id))).map(loan -> loan::close);
    }

    /** R2: Java's types refuse another id, and the caller hears the same here. */
    private static OffloadedBlockId typed(BlockId id) {
      if (id instanceof OffloadedBlockId offloaded) {
        return offloaded;
      }
      throw new IllegalArgumentException(id + " is no OffloadedBlockId");
    }
  }
}
