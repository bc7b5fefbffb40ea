package dev.lockstep.simulator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.BlockKind;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.ReleaseBehaviour;
import dev.lockstep.model.Result;
import dev.lockstep.simulator.policy.EvictionPolicy;
import dev.lockstep.simulator.policy.Policies;
import dev.lockstep.simulator.policy.UnmanagedConsumer;
import dev.lockstep.simulator.store.CacheStore;
import dev.lockstep.simulator.store.StoreLayout;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The counts, on the shortest stories that have them; most are those of docs/findings/rivals.md.
 */
class TallyTest {
  /** Two blocks, then two payloads, each of one unit, in a memory of so many. */
  private static StoreLayout layout(long memory) {
    StoreLayout.Builder layout = StoreLayout.builder(1, 5);
    for (int b = 0; b < 4; b++) {
      layout.add(
          b < 2 ? BlockKind.SERIALIZED : BlockKind.NATIVE,
          1,
          MemoryMode.OFF_HEAP,
          0,
          ReleaseBehaviour.RETURNS);
    }
    layout.add(BlockKind.SERIALIZED, 2, MemoryMode.OFF_HEAP, 0, ReleaseBehaviour.RETURNS);
    return layout.pool(MemoryMode.OFF_HEAP, memory, memory / 2).build();
  }

  private static Metrics puts(EvictionPolicy policy, long memory, int... blocks) {
    StoreLayout layout = layout(memory);
    Tally tally = new Tally(layout, b -> 10L + b, MonitorCost.DEFAULT, policy.copies());
    CacheStore store = policy.open(layout, tally);
    for (int block : blocks) {
      boolean hit = store.readOnce(1, block) != Result.ABSENT;
      tally.read(block, hit);
      if (!hit) {
        tally.put(store, block, store.put(1, block));
      }
    }
    return tally.metrics();
  }

  @Test
  void anEvictionWhileAnOlderOneStaysIsAnInversion() {
    EvictionPolicy nativeFirst = Policies.byName("x1-native-first:1");
    EvictionPolicy blocksFirst = Policies.byName("x1-blocks-first:1");
    assertThat(puts(nativeFirst, 2, 0, 2, 1).inversions()).isEqualTo(1);
    assertThat(puts(nativeFirst, 2, 2, 0, 1).inversions()).isZero();
    assertThat(puts(blocksFirst, 2, 2, 0, 1).inversions()).isEqualTo(1);
    assertThat(puts(Policies.byName("unified-lru"), 2, 0, 2, 1).inversions()).isZero();
  }

  @Test
  void aRefusalBesideIdleMemoryCounts() {
    Metrics split = puts(Policies.byName("x4-split"), 2, 4);
    assertThat(split.total().noSpace()).isEqualTo(1);
    assertThat(split.refusedThoughEvictable()).isEqualTo(1);
    Metrics tooLarge = puts(Policies.byName("unified-lru"), 1, 4);
    assertThat(tooLarge.total().noSpace()).isEqualTo(1);
    assertThat(tooLarge.refusedThoughEvictable()).isZero();
  }

  @Test
  void hitsCountByNumberByUnitsAndByCost() {
    Metrics metrics = puts(Policies.byName("unified-lru"), 4, 0, 4, 4, 0, 0);
    KindCounts total = metrics.total();
    assertThat(total.hits()).isEqualTo(3);
    assertThat(total.misses()).isEqualTo(2);
    assertThat(total.hitUnits()).isEqualTo(4);
    assertThat(total.hitMicros()).isEqualTo(14 + 10 + 10);
    assertThat(total.missMicros()).isEqualTo(10 + 14);
    assertThat(metrics.of(BlockKind.NATIVE)).isEqualTo(KindCounts.NONE);
  }

  @Test
  void releasesOfOneCallAreCountedTogetherAndHoldTheMonitor() {
    Metrics metrics = puts(Policies.byName("unified-lru"), 2, 2, 3, 4);
    assertThat(metrics.releases().most()).isEqualTo(2);
    assertThat(metrics.releases().counts()).isEqualTo(Map.of(0L, 2L, 2L, 1L));
    assertThat(metrics.nativeShareOfReclaimed()).hasValue(1);
    // Three calls of 1 us, two victims of 4 us, two releases of 20 us.
    assertThat(metrics.monitor()).isEqualTo(new Metrics.Monitor(3 + 8 + 40, 1 + 8 + 40));
  }

  /** Each try of a demand that waits once counted as a call without releases. */
  @Test
  void aTryThatComesToNothingIsNoCallAndGivingBackIsOne() {
    StoreLayout layout = layout(4);
    Tally tally = new Tally(layout, b -> 1, MonitorCost.DEFAULT, false);
    CacheStore store = Policies.byName("unified-lru").open(layout, tally);
    int offHeap = MemoryMode.OFF_HEAP.ordinal();
    tally.executionWaits(store, offHeap);
    tally.executionWaits(store, offHeap);
    assertThat(tally.metrics().monitor()).isEqualTo(new Metrics.Monitor(0, 0));
    assertThat(tally.metrics().releases().counts()).isEmpty();
    tally.evicted(2, 1);
    tally.released(2);
    tally.executionWaits(store, offHeap);
    tally.gaveBack();
    assertThat(tally.metrics().monitor()).isEqualTo(new Metrics.Monitor(25 + 1, 25));
    assertThat(tally.metrics().releases().counts()).isEqualTo(Map.of(1L, 1L));
  }

  @Test
  void aCopyCountsOnItsWayInAndOut() {
    assertThat(puts(Policies.byName("jvm-copy"), 4, 2, 2, 2, 0, 0).copiedUnits()).isEqualTo(3);
    assertThat(puts(Policies.byName("unified-lru"), 4, 2, 2, 2).copiedUnits()).isZero();
  }

  @Test
  void memoryThatIsNotThereIsNoticed() {
    Metrics metrics = puts(new UnmanagedConsumer(1, true), 2, 0, 2, 1);
    assertThat(metrics.overMemoryUnits()).containsEntry(MemoryMode.OFF_HEAP, 1L);
    assertThat(puts(Policies.byName("unified-lru"), 2, 0, 2, 1).overMemoryUnits())
        .containsEntry(MemoryMode.OFF_HEAP, 0L);
  }

  @Test
  void aDistributionCountsLargeNumbersByPowersOfTwo() {
    Distribution distribution = new Distribution();
    for (long number : new long[] {0, 3, 3, 15, 16, 31, 32, 1000}) {
      distribution.add(number);
    }
    assertThat(distribution.counts())
        .isEqualTo(Map.of(0L, 1L, 3L, 2L, 15L, 1L, 16L, 2L, 32L, 1L, 512L, 1L));
    assertThat(distribution.most()).isEqualTo(1000);
  }
}
