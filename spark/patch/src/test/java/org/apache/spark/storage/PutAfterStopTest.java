package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.BareStore.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Option;

/** R13: a stop that overtakes a put leaves no payload that nobody will release. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class PutAfterStopTest {
  private static final NativeBlockId A = NativeBlockId.of("velox", "a");

  @ParameterizedTest
  @ValueSource(strings = {"monitor", "deferred"})
  void putThatAStopOvertakesIsToldNoSpace(String mode) throws InterruptedException {
    BareStore store = new BareStore(100, 99, mode);
    putDuring(store, store.locks::clear);
  }

  /** Infos are forgotten before tasks: an info may be made in between. */
  @ParameterizedTest
  @ValueSource(strings = {"monitor", "deferred"})
  void putWhoseInfoIsMadeWhileAStopForgetsIsToldNoSpace(String mode) throws InterruptedException {
    BareStore store = new BareStore(100, 99, mode);
    putDuring(store, store.locks.readLocksByTask::clear);
  }

  /** Nobody has forgotten the tasks yet: the put's own has not ended, so that is no reason. */
  @ParameterizedTest
  @ValueSource(strings = {"monitor", "deferred"})
  void putWhoseInfoAStopHasJustForgottenIsToldNoSpace(String mode) throws InterruptedException {
    BareStore store = new BareStore(100, 99, mode);
    putDuring(
        store,
        () -> {
          store.locks.get(A).get().writerTask_$eq(BlockInfo.NO_WRITER());
          store.locks.blockInfoWrappers.clear();
        });
  }

  /** Stock asserts that nothing comes between the two; an engine is not to see that. */
  @Test
  void putThatAStopOvertakesBetweenInfoAndLockIsToldNoSpace() {
    BareStore store = new BareStore(100);
    BlockInfoManager stopped =
        new BlockInfoManager(false) {
          @Override
          public Option<BlockInfo> lockForWriting(BlockId id, boolean blocking) {
            clear();
            return super.lockForWriting(id, blocking);
          }
        };
    stopped.registerTask(BlockInfo.NON_TASK_WRITER());
    Payload payload = new Payload();

    assertThat(
            new NativeBlockStore(store.memory, stopped)
                .putNative(A, 10, MemoryMode.ON_HEAP, payload))
        .isEqualTo(NativePutResult.NO_SPACE);
    assertThat(store.bytesUsed()).isZero();
    assertThat(payload.releases).isZero();
  }

  /** The entry is the stop's to release; the tasks are not forgotten yet. */
  @Test
  void putOfAnIdWhoseInfoAStopHasForgottenIsToldNoSpace() {
    BareStore store = new BareStore(100);
    Payload first = new Payload();
    Payload second = new Payload();
    store.put(A, 10, first);
    store.locks.blockInfoWrappers.clear();

    assertThat(store.put(A, 10, second)).isEqualTo(NativePutResult.NO_SPACE);

    assertThat(store.bytesUsed()).isEqualTo(10);
    store.memory.clear();
    assertThat(first.releases).isEqualTo(1);
    assertThat(second.releases).isZero();
  }

  private static void putDuring(BareStore store, Runnable forgetting) throws InterruptedException {
    Payload payload = new Payload();
    AtomicReference<NativePutResult> result = new AtomicReference<>();
    Thread putting = new Thread(() -> result.set(store.put(A, 10, payload)));
    synchronized (store.manager) {
      putting.start();
      while (putting.getState() != Thread.State.BLOCKED || !store.hasInfo(A)) {
        Thread.sleep(1);
      }
      // What BlockManager.stop does, in its order.
      forgetting.run();
      store.memory.clear();
    }
    putting.join();

    assertThat(result.get()).isEqualTo(NativePutResult.NO_SPACE);
    assertThat(store.has(A)).isFalse();
    assertThat(store.bytesUsed()).isZero();
    assertThat(payload.releases).isZero();
  }
}
