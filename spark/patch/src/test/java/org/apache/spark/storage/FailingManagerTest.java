package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.SparkConf;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.memory.UnifiedMemoryManager;
import org.apache.spark.storage.BareStore.Payload;
import org.apache.spark.storage.memory.BlockEvictionHandler;
import org.apache.spark.storage.memory.MemoryStore;
import org.apache.spark.storage.memory.NativeReleases;
import org.apache.spark.util.io.ChunkedByteBuffer;
import org.junit.jupiter.api.Test;
import scala.Function0;
import scala.Option;
import scala.reflect.ClassTag;
import scala.util.Either;

/** R7: an operation that fails by itself, not by a release, loses no fatal error and no books. */
class FailingManagerTest implements BlockEvictionHandler {
  private static final NativeBlockId A = NativeBlockId.of("velox", "a");
  private static final NativeBlockId B = NativeBlockId.of("velox", "b");
  private static final NativeRelease FATAL =
      () -> {
        throw new LinkageError("engine");
      };

  private final SparkConf conf = new SparkConf(false);
  private final BlockInfoManager locks = new BlockInfoManager(false);
  private final Failing manager = new Failing(conf);
  private final MemoryStore store = new MemoryStore(conf, locks, null, manager, this);
  private final NativeBlockStore natives = new NativeBlockStore(store, locks);
  private final Payload b = new Payload();

  /** Fails to give bytes back, when it is told to; the bytes are back all the same. */
  private static final class Failing extends UnifiedMemoryManager {
    boolean fails;

    Failing(SparkConf conf) {
      super(conf, 100, 99, 1);
    }

    @Override
    public void releaseStorageMemory(long bytes, MemoryMode mode) {
      super.releaseStorageMemory(bytes, mode);
      if (fails) {
        throw new IllegalStateException("books");
      }
    }
  }

  FailingManagerTest() {
    manager.setMemoryStore(store);
  }

  @Override
  public <T> StorageLevel dropFromMemory(
      BlockId id, Function0<Either<Object, ChunkedByteBuffer>> data, ClassTag<T> tag) {
    store.remove(id);
    return StorageLevel.NONE();
  }

  private void put(NativeBlockId id, NativeRelease release) {
    assertThat(natives.putNative(id, 10, MemoryMode.ON_HEAP, release))
        .isEqualTo(NativePutResult.STORED);
  }

  /** The three operations that may run releases. */
  private enum Ending {
    REMOVAL {
      @Override
      void end(FailingManagerTest test) {
        test.natives.removeNative(A);
      }
    },
    EVICTION {
      @Override
      void end(FailingManagerTest test) {
        test.store.evictBlocksToFreeSpace(Option.empty(), 10, MemoryMode.ON_HEAP);
      }
    },
    CLEAR {
      @Override
      void end(FailingManagerTest test) {
        test.store.clear();
      }
    };

    abstract void end(FailingManagerTest test);
  }

  /** No operation is thought to be under way any more: what comes later ends as ever. */
  private void nextOnesAreAsEver() {
    manager.fails = false;
    put(B, b);
    assertThat(natives.removeNative(B)).isTrue();
    assertThat(b.releases).isEqualTo(1);
    put(B, FATAL);
    assertThatThrownBy(() -> natives.removeNative(B)).isInstanceOf(LinkageError.class);
    assertThat(manager.storageMemoryUsed()).isZero();
  }

  private void failsByItself(Ending ending) {
    put(A, new Payload());
    manager.fails = true;

    assertThatThrownBy(() -> ending.end(this)).hasMessage("books");

    nextOnesAreAsEver();
  }

  private void failsAfterAFatalRelease(Ending ending) {
    put(A, FATAL);
    manager.fails = true;

    assertThatThrownBy(() -> ending.end(this))
        .isInstanceOf(LinkageError.class)
        .satisfies(fatal -> assertThat(fatal.getSuppressed()[0]).hasMessage("books"));

    nextOnesAreAsEver();
  }

  @Test
  void aRemovalThatFails() {
    failsByItself(Ending.REMOVAL);
  }

  @Test
  void anEvictionThatFails() {
    failsByItself(Ending.EVICTION);
  }

  @Test
  void aClearThatFails() {
    failsByItself(Ending.CLEAR);
  }

  /** Whoever runs deferred releases gives the turn back. */
  @Test
  void aDeferredReleaseWhoseBytesAreNotTaken() throws InterruptedException {
    NativeReleases.deferTo(store, task -> {});
    put(A, new Payload());
    natives.removeNative(A);
    manager.fails = true;
    assertThatThrownBy(natives::awaitReleases).hasMessage("books");
    manager.fails = false;
    put(B, b);
    natives.removeNative(B);

    Thread other = new Thread(natives::awaitReleases);
    other.setDaemon(true);
    other.start();
    other.join(10_000);

    assertThat(b.releases).isEqualTo(1);
    assertThat(manager.storageMemoryUsed()).isZero();
  }

  @Test
  void aFatalErrorBeforeARemovalFails() {
    failsAfterAFatalRelease(Ending.REMOVAL);
  }

  @Test
  void aFatalErrorBeforeAnEvictionFails() {
    failsAfterAFatalRelease(Ending.EVICTION);
  }

  @Test
  void aFatalErrorBeforeAClearFails() {
    failsAfterAFatalRelease(Ending.CLEAR);
  }
}
