package dev.lockstep.spark.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.PoolSpec;
import dev.lockstep.model.ReleaseBehaviour;
import dev.lockstep.traces.Anomaly;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.storage.BlockId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** R5 and R8: where a release may begin. */
class EndingWatchTest {
  private static final String PINNED = "the release of n runs while the block is pinned";

  private final BlockSpec block =
      new BlockSpec("n", BlockKind.NATIVE, 1, MemoryMode.ON_HEAP, 0, ReleaseBehaviour.RETURNS);
  private final BareBlocks blocks = new BareBlocks(constants(), new PatchNatives());
  private final BlockId id = blocks.ids().of(block);
  private final EndingWatch watch = blocks.watch();
  private final CountingAllocator allocator = new CountingAllocator();
  private final Registration registration = new Registration(block, allocator, watch);
  private final Pins pins = new Pins();
  private final TaskContexts tasks = new TaskContexts();

  @BeforeEach
  void taskOnePins() {
    watch.pinsAre(pins);
    tasks.enter(1);
    watch.callBegins(1, false);
    blocks.putNative(id, block, registration::release);
    pins.add(1, block, new Pins.Pin(Objects.requireNonNull(blocks.pin(id)), registration));
    watch.callEnds();
  }

  @AfterEach
  void free() {
    tasks.leave();
    allocator.close();
  }

  @Test
  void releaseUnderAnOpenPinIsAnAnomaly() {
    release(false);

    assertThat(watch.anomalies().get(0)).isEqualTo(new Anomaly("R5", PINNED));
  }

  @Test
  void releaseUnderAClosedPinIsNone() {
    Objects.requireNonNull(pins.takeLatest(1, block)).readAndClose();

    release(false);

    assertThat(watch.anomalies()).extracting(Anomaly::text).doesNotContain(PINNED);
  }

  @Test
  void clearMayReleaseUnderAnOpenPin() {
    release(true);

    assertThat(watch.anomalies()).isEmpty();
  }

  private void release(boolean clears) {
    watch.callBegins(1, clears);
    synchronized (blocks.parts().memory()) {
      registration.release();
    }
    watch.callEnds();
  }

  private Constants constants() {
    return new Constants(
        1,
        List.of(block),
        new PoolSpec(2, 1),
        new PoolSpec(0, 0),
        1,
        Set.of(),
        Set.of(),
        new TreeSet<>(),
        1);
  }
}
