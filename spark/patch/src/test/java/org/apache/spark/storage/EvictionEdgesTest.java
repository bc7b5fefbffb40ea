package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.memory.UnifiedMemoryManager;
import org.apache.spark.storage.BareStore.Payload;
import org.apache.spark.storage.memory.BlockEvictionHandler;
import org.apache.spark.storage.memory.MemoryStore;
import org.apache.spark.util.io.ChunkedByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Function0;
import scala.Option;
import scala.collection.Iterator$;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.util.Either;

/**
 * R14, R4: what an eviction of JVM blocks does that a store without disk and without failures never
 * shows, in a store that has never had a native block and in one that has.
 */
class EvictionEdgesTest implements BlockEvictionHandler {
  private static final ClassTag<Object> ANY = ClassTag$.MODULE$.Any();
  private static final ClassTag<Object> STRINGS = ClassTag$.MODULE$.apply(String.class);

  private final SparkConf conf =
      new SparkConf(false).set("spark.storage.unrollMemoryThreshold", "1");
  private final BlockInfoManager locks = new BlockInfoManager(false);
  private final UnifiedMemoryManager manager = new UnifiedMemoryManager(conf, 100, 99, 1);
  private final List<BlockId> afterDrop = new ArrayList<>();
  private final List<Object> data = new ArrayList<>();
  private final List<ClassTag<?>> tags = new ArrayList<>();
  private final MemoryStore store =
      new MemoryStore(conf, locks, null, manager, this) {
        @Override
        public void afterDropAction(BlockId id) {
          afterDrop.add(id);
        }
      };

  private StorageLevel left = StorageLevel.NONE();
  private BlockId failing = new TestBlockId("none");

  @Override
  public <T> StorageLevel dropFromMemory(
      BlockId id, Function0<Either<Object, ChunkedByteBuffer>> what, ClassTag<T> tag) {
    if (id.equals(failing)) {
      throw new IllegalStateException("the disk is full");
    }
    data.add(what.apply().isRight() ? what.apply().right().get() : what.apply().left().get());
    tags.add(tag);
    store.remove(id);
    return left;
  }

  /** Whether there have been native blocks decides which copy of Spark's code runs. */
  private void begin(boolean natives) {
    manager.setMemoryStore(store);
    if (natives) {
      NativeBlockStore engine = new NativeBlockStore(store, locks);
      NativeBlockId id = NativeBlockId.of("velox", "a");
      engine.putNative(id, 1, MemoryMode.ON_HEAP, new Payload());
      locks.lockForWriting(id, true);
      store.remove(id);
      locks.removeBlock(id);
    }
  }

  private BlockId put(String name, int size) {
    BlockId id = new TestBlockId(name);
    assertThat(locks.lockNewBlockForWriting(id, info(), false)).isTrue();
    assertThat(
            store.putBytes(
                id,
                size,
                MemoryMode.ON_HEAP,
                () -> new ChunkedByteBuffer(ByteBuffer.allocate(size)),
                ANY))
        .isTrue();
    locks.unlock(id, Option.empty());
    return id;
  }

  private static BlockInfo info() {
    return new BlockInfo(StorageLevel.MEMORY_AND_DISK(), ANY, false);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aVictimThatIsLeftOnDiskKeepsItsInfoAndIsUnlocked(boolean natives) {
    begin(natives);
    BlockId a = put("a", 60);
    ChunkedByteBuffer bytes = store.getBytes(a).get();
    left = StorageLevel.DISK_ONLY();

    put("b", 60);

    assertThat(data).containsExactly(bytes);
    assertThat(afterDrop).containsExactly(a);
    assertThat(store.contains(a)).isFalse();
    assertThat(locks.get(a).get().writerTask()).isEqualTo(BlockInfo.NO_WRITER());
    assertThat(locks.lockForWriting(a, false).isDefined()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDropThatFailsLeavesTheOthersUnlocked(boolean natives) {
    begin(natives);
    BlockId a = put("a", 30);
    BlockId b = put("b", 30);
    BlockId c = put("c", 30);
    failing = b;

    assertThatThrownBy(() -> store.evictBlocksToFreeSpace(Option.empty(), 80, MemoryMode.ON_HEAP))
        .hasMessage("the disk is full");

    assertThat(locks.get(a).isEmpty()).isTrue();
    assertThat(store.contains(b)).isTrue();
    assertThat(store.contains(c)).isTrue();
    assertThat(locks.lockForWriting(b, false).isDefined()).isTrue();
    assertThat(locks.lockForWriting(c, false).isDefined()).isTrue();
    assertThat(afterDrop).containsExactly(a);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anEvictionStopsAtWhatWasAskedAndSaysHowMuchItWas(boolean natives) {
    begin(natives);
    BlockId a = put("a", 30);
    BlockId b = put("b", 30);
    BlockId c = put("c", 30);

    assertThat(store.evictBlocksToFreeSpace(Option.empty(), 91, MemoryMode.ON_HEAP)).isZero();
    assertThat(store.evictBlocksToFreeSpace(Option.empty(), 1, MemoryMode.OFF_HEAP)).isZero();
    assertThat(store.contains(a)).isTrue();
    assertThat(store.evictBlocksToFreeSpace(Option.apply(c), 60, MemoryMode.ON_HEAP)).isEqualTo(60);
    assertThat(store.contains(a)).isFalse();
    assertThat(store.contains(b)).isFalse();
    assertThat(store.contains(c)).isTrue();
    assertThat(locks.get(c).get().writerTask()).isEqualTo(BlockInfo.NO_WRITER());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theClassOfAVictimsValuesIsHandedOn(boolean natives) {
    begin(natives);
    BlockId values = new TestBlockId("values");
    locks.lockNewBlockForWriting(values, info(), false);
    assertThat(
            store
                .putIteratorAsValues(values, Iterator$.MODULE$.empty(), MemoryMode.ON_HEAP, STRINGS)
                .isRight())
        .isTrue();
    locks.unlock(values, Option.empty());
    put("bytes", 30);

    store.evictBlocksToFreeSpace(Option.empty(), manager.storageMemoryUsed(), MemoryMode.ON_HEAP);

    assertThat(tags).containsExactly(STRINGS, ANY);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anEvictionOfNothingIsRefused(boolean natives) {
    begin(natives);
    put("a", 30);
    for (long space : new long[] {0, -1}) {
      assertThatThrownBy(
              () -> store.evictBlocksToFreeSpace(Option.empty(), space, MemoryMode.ON_HEAP))
          .isInstanceOf(AssertionError.class);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void removeAndPutSayWhetherTheyDidAnything(boolean natives) {
    begin(natives);
    BlockId a = put("a", 30);
    assertThat(store.putBytes(new TestBlockId("b"), 101, MemoryMode.ON_HEAP, () -> null, ANY))
        .isFalse();
    assertThat(store.remove(a)).isTrue();
    assertThat(store.remove(a)).isFalse();
    assertThat(manager.storageMemoryUsed()).isZero();
  }

  /** The call of the memory store itself, without an info of the block. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aNativePutOfTheStoreSaysWhetherItStored(boolean natives) {
    begin(natives);
    Payload payload = new Payload();
    NativeBlockId id = NativeBlockId.of("velox", "b");
    assertThat(store.putNative(id, 101, MemoryMode.ON_HEAP, payload)).isFalse();
    assertThat(store.putNative(id, 50, MemoryMode.ON_HEAP, payload)).isTrue();
    assertThat(store.remove(id)).isTrue();
    assertThat(store.remove(id)).isFalse();
    assertThat(payload.releases).isEqualTo(1);
  }
}
