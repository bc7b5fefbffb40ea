package dev.lockstep.spark.context.probes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.SparkEnv;
import org.apache.spark.memory.MemoryManager;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfo;
import org.apache.spark.storage.BlockInfoManager;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativeBlockStore;
import org.apache.spark.storage.NativePutResult;
import org.apache.spark.storage.memory.MemoryStore;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** The block manager of this JVM, seen from inside, and the payloads that probes gave it. */
public final class Site {
  static final String ENGINE = "probe";

  /** All payloads since the last {@link #settle}, of every task of this JVM. */
  private static final Queue<Payload> OFFERED = new ConcurrentLinkedQueue<>();

  /** The payload of the last registration of an id, for tasks that come later. */
  private static final Map<String, Payload> REGISTERED = new ConcurrentHashMap<>();

  final BlockManager manager;
  final MemoryStore store;
  final BlockInfoManager locks;
  final MemoryManager memory;
  public final NativeBlockStore natives;
  private final long maxBytes;

  private Site(BlockManager manager) {
    this.manager = manager;
    this.store = manager.memoryStore();
    this.locks = manager.blockInfoManager();
    this.memory = manager.memoryManager();
    this.natives = NativeBlockStore.of(manager);
    this.maxBytes = memory.maxOnHeapStorageMemory() + memory.onHeapExecutionMemoryUsed();
  }

  static Site here() {
    return new Site(SparkEnv.get().blockManager());
  }

  static NativeBlockId id(String key) {
    return NativeBlockId.of(ENGINE, key);
  }

  /** Bytes that storage may have, on heap, while execution has none. */
  long max() {
    return maxBytes;
  }

  long percent(int percent) {
    return max() * percent / 100;
  }

  /** Bytes that storage has now, on heap. */
  long used() {
    return memory.onHeapStorageMemoryUsed();
  }

  /**
   * What storage memory is used for but for stock blocks, which may come and go meanwhile: the
   * driver removes broadcasts when it likes.
   */
  long nativeBytes() {
    synchronized (memory) {
      long stock = store.currentUnrollMemory();
      synchronized (store.entries) {
        for (var entry : store.entries.entrySet()) {
          stock += entry.getKey() instanceof NativeBlockId ? 0 : entry.getValue().size();
        }
      }
      return memory.storageMemoryUsed() - stock;
    }
  }

  NativePutResult put(NativeBlockId id, long bytes, Payload payload) {
    OFFERED.add(payload);
    NativePutResult result = manager.putNative(id, bytes, MemoryMode.ON_HEAP, payload);
    if (result == NativePutResult.STORED) {
      payload.nowOwned();
      REGISTERED.put(id.name(), payload);
    }
    return result;
  }

  /** A put that must succeed, of a share of the memory. */
  Payload stored(String key, int percent) {
    return stored(id(key), percent, Payload.plain());
  }

  Payload stored(NativeBlockId id, int percent, Payload payload) {
    Expect.equal("put of " + id, NativePutResult.STORED, put(id, percent(percent), payload));
    return payload;
  }

  /** The payload of the last registration of this id, by whatever task. */
  Payload payload(String key) {
    return Objects.requireNonNull(REGISTERED.get(id(key).name()), key);
  }

  boolean has(NativeBlockId id) {
    return store.contains(id) && locks.get(id).isDefined();
  }

  boolean has(String key) {
    return has(id(key));
  }

  /** It has gone, and left nothing behind. */
  void gone(String key) {
    Expect.that(!store.contains(id(key)), "no entry of " + id(key));
    Expect.that(locks.get(id(key)).isEmpty(), "no block info of " + id(key));
  }

  int readers(NativeBlockId id) {
    Option<BlockInfo> info = locks.get(id);
    return info.isDefined() ? info.get().readerCount() : -1;
  }

  /** The native blocks that the lock table or the store knows. */
  public List<NativeBlockId> nativeBlocks() {
    List<NativeBlockId> ids = new ArrayList<>();
    synchronized (store.entries) {
      for (BlockId id : store.entries.keySet()) {
        if (id instanceof NativeBlockId nativeId) {
          ids.add(nativeId);
        }
      }
    }
    CollectionConverters.asJava(locks.entries())
        .forEachRemaining(
            entry -> {
              if (entry._1() instanceof NativeBlockId nativeId && !ids.contains(nativeId)) {
                ids.add(nativeId);
              }
            });
    return ids;
  }

  /** Makes space as an allocation would, and gives it back: the bytes that were freed. */
  public long evict(long bytes, MemoryMode mode) {
    synchronized (memory) {
      return store.evictBlocksToFreeSpace(Option.empty(), bytes, mode);
    }
  }

  /** R3: what is accounted for is what is there. No task but the caller's may be running. */
  public void books() {
    synchronized (memory) {
      long sum = 0;
      synchronized (store.entries) {
        for (var entry : store.entries.values()) {
          sum += entry.size();
        }
      }
      Expect.equal("storage memory", sum + store.currentUnrollMemory(), memory.storageMemoryUsed());
    }
  }

  /** No native block is locked by anybody. */
  public void unlocked() {
    for (NativeBlockId id : nativeBlocks()) {
      BlockInfo info = locks.get(id).isDefined() ? locks.get(id).get() : null;
      Expect.that(info != null && store.contains(id), id + " with an entry and a block info");
      if (info != null) {
        Expect.equal("readers of " + id, 0, info.readerCount());
        Expect.equal("writer of " + id, BlockInfo.NO_WRITER(), info.writerTask());
      }
    }
  }

  /**
   * After each probe: the books balance, no lock is left, and when the last native block is removed
   * each payload that Spark took was released once, and no other (R3, R5).
   */
  String settle() {
    try {
      Throwable left = Expect.thrownBy(this::nothingLeft);
      if (left != null) {
        // The next probe is to find only what it has broken itself.
        nativeBlocks().forEach(this::force);
        throw new Expect.Unmet(Bench.text(left));
      }
      return OFFERED.size() + " payloads";
    } finally {
      OFFERED.clear();
      REGISTERED.clear();
    }
  }

  private void nothingLeft() {
    natives.awaitReleases();
    books();
    unlocked();
    for (NativeBlockId id : nativeBlocks()) {
      Expect.thrownBy(() -> manager.removeBlock(id, true));
    }
    natives.awaitReleases();
    Expect.equal("native blocks after removal", List.of(), nativeBlocks());
    books();
    for (Payload payload : OFFERED) {
      Expect.equal(
          payload.owned() ? "releases of a payload" : "releases of a payload that was not taken",
          payload.owned() ? 1 : 0,
          payload.releases());
    }
  }

  /** Removes a block whatever its locks. */
  private void force(NativeBlockId id) {
    Expect.thrownBy(() -> store.remove(id));
    Option<BlockInfo> info = locks.get(id);
    if (info.isDefined()) {
      info.get().readerCount_$eq(0);
      info.get().writerTask_$eq(BlockInfo.NO_WRITER());
      Expect.thrownBy(() -> manager.removeBlock(id, false));
    }
  }
}
