package dev.lockstep.spark.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.traces.Anomaly;
import org.apache.spark.unsafe.Platform;
import org.junit.jupiter.api.Test;

class CountingAllocatorTest {
  private final CountingAllocator allocator = new CountingAllocator();

  @Test
  void soundUseLeavesNoAnomaly() {
    Payload payload = allocator.allocate("a");
    allocator.read(payload);
    assertThat(allocator.liveCount()).isEqualTo(1);

    allocator.free(payload);
    allocator.close();

    assertThat(allocator.liveCount()).isZero();
    assertThat(allocator.takeAnomalies()).isEmpty();
  }

  @Test
  void leakIsFoundAtTheEnd() {
    allocator.allocate("a");

    allocator.close();

    assertThat(allocator.takeAnomalies())
        .containsExactly(new Anomaly("R5", "the payload of a was never released"));
  }

  @Test
  void doubleFreeIsFound() {
    Payload payload = allocator.allocate("a");
    allocator.free(payload);
    allocator.free(payload);

    assertThat(allocator.takeAnomalies())
        .containsExactly(new Anomaly("R5", "the payload of a was freed twice"));
  }

  @Test
  void useAfterFreeIsFound() {
    Payload payload = allocator.allocate("a");
    allocator.free(payload);
    allocator.read(payload);

    assertThat(allocator.takeAnomalies())
        .containsExactly(new Anomaly("R5", "the payload of a was read after it was freed"));
  }

  @Test
  void writeAfterFreeIsFoundAtTheEnd() {
    Payload payload = allocator.allocate("a");
    allocator.free(payload);
    Platform.putLong(null, payload.address(), 1);

    allocator.close();

    assertThat(allocator.takeAnomalies())
        .containsExactly(new Anomaly("R5", "the payload of a was written after it was freed"));
  }

  @Test
  void overwrittenPayloadIsFound() {
    Payload payload = allocator.allocate("a");
    Platform.putLong(null, payload.address(), 1);
    allocator.read(payload);

    assertThat(allocator.takeAnomalies())
        .containsExactly(new Anomaly("R5", "the payload of a was overwritten while live"));
  }
}
