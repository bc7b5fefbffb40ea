package dev.lockstep.simulator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.BlockKind;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.ReleaseBehaviour;
import dev.lockstep.simulator.store.StoreLayout;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Against the optimum by trying everything, on requests that are short enough for it. */
class OfflineBoundTest {

  @Test
  void blocksOfOneSizeGiveTheOptimum() {
    SplittableRandom chance = new SplittableRandom(1);
    for (int i = 0; i < 300; i++) {
      int[] sizes = {2, 2, 2, 2};
      int[] requests = requests(chance, sizes.length);
      int memory = chance.nextInt(9);
      OfflineBound.Bound bound = bound(sizes, memory, requests);
      assertThat(bound.exact()).isTrue();
      assertThat(bound.hits()).isEqualTo(best(sizes, memory, requests, false));
      assertThat(bound.hitUnits()).isEqualTo(best(sizes, memory, requests, true));
    }
  }

  @Test
  void blocksOfSeveralSizesGiveABound() {
    SplittableRandom chance = new SplittableRandom(2);
    int close = 0;
    for (int i = 0; i < 300; i++) {
      int[] sizes = {1 + chance.nextInt(3), 1, chance.nextInt(4), 4};
      int[] requests = requests(chance, sizes.length);
      int memory = chance.nextInt(8);
      OfflineBound.Bound bound = bound(sizes, memory, requests);
      long best = best(sizes, memory, requests, false);
      assertThat(bound.hits()).isGreaterThanOrEqualTo(best);
      assertThat(bound.hitUnits()).isGreaterThanOrEqualTo(best(sizes, memory, requests, true));
      assertThat(bound.hits()).isLessThanOrEqualTo(requests.length - 1);
      close += bound.hits() <= best + 2 ? 1 : 0;
    }
    assertThat(close).isGreaterThan(200);
  }

  private static int[] requests(SplittableRandom chance, int blocks) {
    int[] requests = new int[9];
    Arrays.setAll(requests, i -> chance.nextInt(blocks));
    return requests;
  }

  private static OfflineBound.Bound bound(int[] sizes, int memory, int[] requests) {
    StoreLayout.Builder layout = StoreLayout.builder(1, sizes.length);
    for (int size : sizes) {
      layout.add(BlockKind.NATIVE, size, MemoryMode.OFF_HEAP, 0, ReleaseBehaviour.RETURNS);
    }
    OfflineBound bound = new OfflineBound(layout.pool(MemoryMode.OFF_HEAP, memory, 0).build());
    Arrays.stream(requests).forEach(bound::read);
    return bound.bound();
  }

  /** Every choice of what to keep after every request. */
  private static long best(int[] sizes, int memory, int[] requests, boolean units) {
    long[] best = new long[1 << sizes.length];
    Arrays.fill(best, -1);
    best[0] = 0;
    for (int request : requests) {
      long[] next = new long[best.length];
      Arrays.fill(next, -1);
      for (int kept = 0; kept < best.length; kept++) {
        if (best[kept] < 0) {
          continue;
        }
        boolean hit = (kept & 1 << request) != 0;
        long value = best[kept] + (hit ? units ? sizes[request] : 1 : 0);
        int all = kept | 1 << request;
        for (int keep = all; ; keep = (keep - 1) & all) {
          if (size(sizes, keep) <= memory) {
            next[keep] = Math.max(next[keep], value);
          }
          if (keep == 0) {
            break;
          }
        }
      }
      best = next;
    }
    return Arrays.stream(best).max().getAsLong();
  }

  private static int size(int[] sizes, int set) {
    int size = 0;
    for (int b = 0; b < sizes.length; b++) {
      size += (set & 1 << b) != 0 ? sizes[b] : 0;
    }
    return size;
  }
}
