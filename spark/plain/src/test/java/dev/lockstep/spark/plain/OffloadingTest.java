package dev.lockstep.spark.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.memory.MemoryStore;
import org.junit.jupiter.api.Test;

/** By example, what the harness does not ask: the harness has all else. */
class OffloadingTest {
  private final Bench bench = new Bench();
  private final List<String> freed = new ArrayList<>();

  @Test
  void sparkIsStock() {
    assertThat(Arrays.stream(MemoryStore.class.getDeclaredMethods()))
        .noneMatch(method -> method.getName().contains("ative"));
    assertThatThrownBy(() -> Class.forName("org.apache.spark.storage.NativeBlockStore"))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void idSurvivesJavaSerialization() throws IOException, ClassNotFoundException {
    OffloadedBlockId id = OffloadedBlockId.ofRdd("test", "a", 7);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(id);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      OffloadedBlockId read = (OffloadedBlockId) in.readObject();

      assertThat(read).isEqualTo(id).hasSameHashCodeAs(id);
      assertThat(read.asRDDId().get().rddId()).isEqualTo(7);
    }
  }

  @Test
  void badArgumentsAreRefused() {
    assertThatThrownBy(() -> bench.offload("a", -1, () -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found offloaded_test_a, ON_HEAP, a callback and -1");
    assertThat(bench.bytesUsed()).isZero();
    assertThat(bench.offloading.locks().size()).isZero();
  }

  @Test
  void releaseMayDiscardAndOffload() {
    bench.offload("other", 100, () -> freed.add("other"));
    bench.offload(
        "a",
        600,
        () -> {
          freed.add("a");
          assertThat(bench.offloading.discard(Bench.id("other"))).isTrue();
          assertThat(bench.offload("next", 50, () -> freed.add("next")))
              .isEqualTo(Offloading.Answer.TAKEN);
        });

    assertThat(bench.offloading.discard(Bench.id("a"))).isTrue();

    assertThat(freed).containsExactly("a", "other");
    assertThat(bench.bytesUsed()).isEqualTo(50);
  }

  @Test
  void releaseDoesNotWaitForALoan() {
    bench.offload("lent", 100, () -> {});
    Loan loan = Objects.requireNonNull(bench.offloading.borrow(Bench.id("lent")));
    bench.offload("a", 100, () -> assertThat(bench.offloading.discard(Bench.id("lent"))).isFalse());

    bench.offloading.discard(Bench.id("a"));
    loan.close();

    assertThat(bench.offloading.discard(Bench.id("lent"))).isTrue();
  }

  @Test
  void executionIsToldWhatIsFreeAfterAReleaseHasPut() {
    bench.offload("a", 600, () -> bench.offload("again", 300, () -> {}));

    long granted = bench.memory.acquireExecutionMemory(500, 1, MemoryMode.ON_HEAP);

    assertThat(granted).isEqualTo(500);
    assertThat(bench.bytesUsed()).isEqualTo(300);
    assertThat(bench.memory.onHeapStorageMemoryPool().poolSize()).isGreaterThanOrEqualTo(300);
  }

  @Test
  void ofTwoFatalErrorsTheFirstCarriesTheSecond() {
    InternalError first = new InternalError("first");
    InternalError second = new InternalError("second");
    bench.offload("a", 500, () -> fail(first));
    bench.offload("b", 500, () -> fail(second));

    assertThatThrownBy(() -> bench.offload("c", 1000, () -> {}))
        .isSameAs(first)
        .hasSuppressedException(second);

    assertThat(bench.bytesUsed()).isZero();
    assertThat(bench.offloading.locks().size()).isZero();
  }

  private static void fail(Error error) {
    throw error;
  }
}
