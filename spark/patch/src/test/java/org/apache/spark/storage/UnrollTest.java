package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.memory.MemoryStore;
import org.apache.spark.storage.memory.PartiallyUnrolledIterator;
import org.apache.spark.util.io.ChunkedByteBuffer;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;
import scala.util.Either;

/** R14: a put of values asks for memory step by step, and keeps the books, as in stock. */
class UnrollTest extends Unrolling {
  @Test
  void valuesAskForMemoryAsTheyGrow() {
    Either<PartiallyUnrolledIterator<Object>, Object> put = putValues(strings(40));

    long size = (Long) put.right().get();
    assertThat(manager.amounts).containsExactly("512", "376", "552", "840", "1176");
    assertThat(store.getSize(A)).isEqualTo(size);
    assertThat(used(MemoryMode.ON_HEAP)).isEqualTo(size);
    assertThat(store.currentUnrollMemory()).isZero();
    assertThat(CollectionConverters.asJava(store.getValues(A).get()))
        .toIterable()
        .isEqualTo(strings(40));
  }

  @Test
  void valuesThatDoNotFitComeBackAndTheirMemoryWhenTheyAreRead() {
    PartiallyUnrolledIterator<Object> left = putValues(strings(400)).left().get();

    assertThat(manager.amounts)
        .containsExactly(
            "512", "376", "552", "840", "1176", "1848", "2736", "4752", "6432", "no 9756");
    long reserved = store.currentUnrollMemoryForThisTask();
    assertThat(reserved).isPositive().isEqualTo(used(MemoryMode.ON_HEAP));
    assertThat(store.contains(A)).isFalse();
    assertThat(list(left)).isEqualTo(strings(400));
    assertThat(store.currentUnrollMemory()).isZero();
    assertThat(used(MemoryMode.ON_HEAP)).isZero();
  }

  @Test
  void anIteratorGivesItsMemoryBackOnceAtTheEndOfWhatWasUnrolled() {
    PartiallyUnrolledIterator<Object> left = putValues(strings(400)).left().get();
    long reserved = store.currentUnrollMemoryForThisTask();
    store.reserveUnrollMemoryForThisTask(A, 100, MemoryMode.ON_HEAP);

    int read = 0;
    while (store.currentUnrollMemoryForThisTask() != 100) {
      assertThat(left.hasNext()).isTrue();
      assertThat(store.currentUnrollMemoryForThisTask()).isIn(100L, reserved + 100);
      assertThat(left.next()).isEqualTo("value number " + read);
      read++;
    }
    assertThat(read).isBetween(2, 400);
    left.close();
    assertThat(store.currentUnrollMemoryForThisTask()).isEqualTo(100);
    while (left.hasNext()) {
      assertThat(left.next()).isEqualTo("value number " + read);
      read++;
    }
    assertThat(read).isEqualTo(400);
    assertThat(store.currentUnrollMemoryForThisTask()).isEqualTo(100);
  }

  /** Whoever does not ask for the next one gets it all the same. */
  @Test
  void nextGoesOnWithTheRestByItself() {
    PartiallyUnrolledIterator<Object> left = putValues(strings(400)).left().get();
    for (int i = 0; i < 400; i++) {
      assertThat(left.next()).isEqualTo("value number " + i);
    }
    assertThat(left.hasNext()).isFalse();
    assertThat(store.currentUnrollMemory()).isZero();
  }

  @Test
  void aClosedIteratorHasGivenItsMemoryBackAndGoesOnWithTheRest() {
    PartiallyUnrolledIterator<Object> left = putValues(strings(400)).left().get();

    left.close();

    assertThat(store.currentUnrollMemory()).isZero();
    List<Object> rest = list(left);
    assertThat(rest).isNotEmpty().isEqualTo(strings(400).subList(400 - rest.size(), 400));
  }

  @Test
  void anInterruptedTaskUnrollsNoFurther() {
    AtomicInteger asked = new AtomicInteger();
    Iterator<Object> values =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return asked.get() < 10;
          }

          @Override
          public Object next() {
            if (asked.incrementAndGet() == 3) {
              Thread.currentThread().interrupt();
            }
            return "value";
          }
        };
    PartiallyUnrolledIterator<Object> left =
        store
            .putIteratorAsValues(
                A, CollectionConverters.asScala(values), MemoryMode.ON_HEAP, STRINGS)
            .left()
            .get();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(asked).hasValue(3);
    assertThat(store.contains(A)).isFalse();
    assertThat(list(left)).hasSize(10);
    assertThat(store.currentUnrollMemory()).isZero();
  }

  /** The driver has no tasks that could be killed. */
  @Test
  void withoutATaskNoInterruptIsAsked() {
    BareStore.leaveTask();
    Thread.currentThread().interrupt();
    assertThat(putValues(strings(4)).isRight()).isTrue();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(store.currentUnrollMemoryForThisTask()).isZero();
  }

  @Test
  void aPresentBlockIsRefused() {
    putValues(strings(4));
    manager.amounts.clear();
    assertThatThrownBy(() -> putValues(strings(4))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> putBytes(strings(4), MemoryMode.ON_HEAP))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> store.putBytes(A, 1, MemoryMode.ON_HEAP, () -> new ChunkedByteBuffer(), STRINGS))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(manager.amounts).isEmpty();
  }

  @Test
  void readsOfTheOtherKindAreRefusedAndOfNoneFindNothing() {
    assertThat(store.getBytes(A).isEmpty()).isTrue();
    assertThat(store.getValues(A).isEmpty()).isTrue();
    putValues(strings(4));
    assertThatThrownBy(() -> store.getBytes(A)).hasMessageContaining("getBytes");
    store.remove(A);
    putBytes(strings(4), MemoryMode.ON_HEAP);
    assertThatThrownBy(() -> store.getValues(A)).hasMessageContaining("getValues");
  }

  /** Counts how often it is closed. */
  private static final class Closed implements AutoCloseable {
    int times;
    private final boolean throwing;

    Closed(boolean throwing) {
      this.throwing = throwing;
    }

    @Override
    public void close() {
      times++;
      if (throwing) {
        throw new IllegalStateException("close");
      }
    }
  }

  @Test
  void valuesThatCanBeClosedAreWhenTheirBlockGoes() {
    for (boolean cleared : new boolean[] {false, true}) {
      Closed throwing = new Closed(true);
      Closed closed = new Closed(false);
      store.putIteratorAsValues(
          A,
          scala(List.<Object>of(throwing, "value", closed)),
          MemoryMode.ON_HEAP,
          ClassTag$.MODULE$.Any());
      if (cleared) {
        store.clear();
      } else {
        store.remove(A);
      }
      assertThat(throwing.times).isEqualTo(1);
      assertThat(closed.times).isEqualTo(1);
    }
  }

  @Test
  void unrollMemoryIsCountedForEachTaskAndModeAndGivenBackAsFarAsItIsThere() {
    store.reserveUnrollMemoryForThisTask(A, 100, MemoryMode.ON_HEAP);
    store.reserveUnrollMemoryForThisTask(A, 50, MemoryMode.ON_HEAP);
    store.reserveUnrollMemoryForThisTask(A, 30, MemoryMode.OFF_HEAP);
    BareStore.leaveTask();
    store.reserveUnrollMemoryForThisTask(A, 7, MemoryMode.OFF_HEAP);
    assertThat(store.currentUnrollMemoryForThisTask()).isEqualTo(7);
    store.releaseUnrollMemoryForThisTask(
        MemoryMode.ON_HEAP, store.releaseUnrollMemoryForThisTask$default$2());
    assertThat(store.currentUnrollMemory()).isEqualTo(187);
    BareStore.enterTask(TASK);
    assertThat(store.currentUnrollMemoryForThisTask()).isEqualTo(180);
    store.releaseUnrollMemoryForThisTask(MemoryMode.ON_HEAP, 60);
    assertThat(store.currentUnrollMemoryForThisTask()).isEqualTo(120);
    store.releaseUnrollMemoryForThisTask(MemoryMode.ON_HEAP, 0);
    assertThat(store.currentUnrollMemoryForThisTask()).isEqualTo(120);
    store.releaseUnrollMemoryForThisTask(MemoryMode.ON_HEAP, 1000);
    store.releaseUnrollMemoryForThisTask(
        MemoryMode.OFF_HEAP, store.releaseUnrollMemoryForThisTask$default$2());
    assertThat(store.currentUnrollMemoryForThisTask()).isZero();
    assertThat(manager.onHeapStorageMemoryUsed()).isZero();
    assertThat(manager.offHeapStorageMemoryUsed()).isEqualTo(7);
    store.clear();
    assertThat(store.currentUnrollMemory()).isZero();
    assertThat(manager.storageMemoryUsed()).isZero();
  }

  /** Whoever is no task is not task 0. */
  @Test
  void unrollMemoryOfTaskZeroIsNotThatOfNobody() {
    BareStore.enterTask(0);
    store.reserveUnrollMemoryForThisTask(A, 100, MemoryMode.ON_HEAP);
    BareStore.leaveTask();

    assertThat(store.currentUnrollMemoryForThisTask()).isZero();
  }

  /** A put that could not even begin has nothing to give back. */
  @Test
  void aPutThatFailsAtOnceTakesNothingFromItsTask() {
    assertThat(store.reserveUnrollMemoryForThisTask(A, 19_800, MemoryMode.ON_HEAP)).isTrue();

    PartiallyUnrolledIterator<Object> left = putValues(strings(3)).left().get();
    assertThat(list(left)).isEqualTo(strings(3));

    assertThat(store.currentUnrollMemoryForThisTask()).isEqualTo(19_800);
  }

  /** What fits exactly needs no more; what has reached the threshold does. */
  @Test
  void boundsOfWhatIsAskedFor() {
    MemoryStore exact = withThreshold(3490);
    exact.putIteratorAsBytes(A, scala(strings(200)), STRINGS, MemoryMode.ON_HEAP);
    assertThat(manager.amounts).containsExactly("3490");
    exact.remove(A);

    manager.amounts.clear();
    MemoryStore reached = withThreshold(592);
    reached.putIteratorAsValues(A, scala(strings(1)), MemoryMode.ON_HEAP, STRINGS);
    assertThat(manager.amounts).startsWith("592", "296");
  }

  private MemoryStore withThreshold(long bytes) {
    MemoryStore other =
        new MemoryStore(
            conf.clone().set("spark.storage.unrollMemoryThreshold", Long.toString(bytes)),
            locks,
            serializers,
            manager,
            this);
    manager.setMemoryStore(other);
    return other;
  }

  @Test
  void anEvictionOfNothingIsRefused() {
    assertThatThrownBy(
            () -> store.evictBlocksToFreeSpace(scala.Option.empty(), 0, MemoryMode.ON_HEAP))
        .isInstanceOf(AssertionError.class);
  }
}
