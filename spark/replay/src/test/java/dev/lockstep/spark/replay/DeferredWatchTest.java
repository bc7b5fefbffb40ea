package dev.lockstep.spark.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.Action;
import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.PoolSpec;
import dev.lockstep.model.ReleaseBehaviour;
import dev.lockstep.model.Result;
import dev.lockstep.traces.Anomaly;
import dev.lockstep.traces.Observation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.storage.BlockId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** R8, deferred: where a release may begin, and who hears of its fatal error (R7). */
class DeferredWatchTest {
  private final BlockSpec block =
      new BlockSpec("n", BlockKind.NATIVE, 1, MemoryMode.ON_HEAP, 0, ReleaseBehaviour.FATAL);
  private final BareBlocks blocks = new BareBlocks(constants(), new PatchNatives());
  private final BlockId id = blocks.ids().of(block);
  private final EndingWatch watch = blocks.watch();
  private final CountingAllocator allocator = new CountingAllocator();
  private final Registration registration = new Registration(block, allocator, watch);

  @AfterEach
  void free() {
    allocator.close();
  }

  @Test
  void releaseAfterTheCallIsSound() {
    watch.callBegins(1, false);
    watch.callEnds();
    watch.settleBegins();
    release();
    watch.settleEnds(true);

    assertThat(watch.anomalies()).isEmpty();
  }

  @Test
  void releaseInsideTheCallIsAnAnomaly() {
    watch.callBegins(1, false);
    release();
    watch.callEnds();

    assertThat(texts())
        .containsExactly("the release of n runs inside the call, though it is deferred");
  }

  @Test
  void releaseUnderTheMonitorIsAnAnomaly() {
    watch.callBegins(1, false);
    watch.callEnds();
    watch.settleBegins();
    synchronized (blocks.parts().memory()) {
      release();
    }
    watch.settleEnds(true);

    assertThat(texts())
        .containsExactly("the release of n runs under the monitor, though it is deferred");
  }

  @Test
  void releaseBesideAWriteLockIsAnAnomaly() {
    watch.callBegins(1, false);
    blocks.putNative(id, block, registration::release);
    blocks.parts().locks().lockForWriting(id, true);
    watch.callEnds();
    watch.settleBegins();
    release();
    watch.settleEnds(true);

    assertThat(texts()).containsExactly("the release of n runs while task -1024 write-locks");
  }

  @Test
  void fatalErrorThatNobodyHearsIsAnAnomaly() {
    watch.callBegins(1, false);
    watch.callEnds();
    watch.settleBegins();
    release();
    watch.settleEnds(false);

    assertThat(watch.anomalies())
        .containsExactly(new Anomaly("R7", "the fatal error of a deferred release was lost"));
  }

  @Test
  void callThatDropsIsNotToldOfTheFatalErrorButAClearIs() {
    try (SparkStore store = new SparkStore(constants(), new PatchNatives())) {
      store.apply(new Action.PutNative(1, "n"));
      Observation removed = store.apply(new Action.Remove(1, "n"));
      assertThat(removed.result()).isEqualTo(Result.REMOVED);
      assertThat(removed.anomalies()).isEmpty();
      assertThat(removed.events().toString())
          .isEqualTo("[leaves n, forgotten n, released n, returned n]");

      store.apply(new Action.PutNative(1, "n"));
      assertThat(store.apply(new Action.Clear()).result()).isEqualTo(Result.FATAL);
    }
  }

  private List<String> texts() {
    return watch.anomalies().stream().map(Anomaly::text).toList();
  }

  private void release() {
    try {
      registration.release();
    } catch (FatalRelease expected) {
      // Whoever runs the queue hears of it.
    }
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
        1,
        true);
  }
}
