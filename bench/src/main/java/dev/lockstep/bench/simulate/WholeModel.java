package dev.lockstep.bench.simulate;

import dev.lockstep.model.BlockKind;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.ReleaseBehaviour;
import dev.lockstep.model.Result;
import dev.lockstep.simulator.store.CacheStore;
import dev.lockstep.simulator.store.ContractStore;
import dev.lockstep.simulator.store.StoreLayout;
import dev.lockstep.simulator.store.StoreListener;

/**
 * The simulator's store with all its duties: kinds, pins, pools, releases, execution memory. A read
 * pins or locks its block and gives that back; what is missed is put.
 */
final class WholeModel implements CacheUnderTest {
  private static final int TASK = 1;

  private final StoreLayout layout;

  WholeModel(int blocks, int capacity) {
    StoreLayout.Builder builder = StoreLayout.builder(TASK, blocks);
    for (int b = 0; b < blocks; b++) {
      builder.add(
          b % 2 == 0 ? BlockKind.NATIVE : BlockKind.SERIALIZED,
          1,
          MemoryMode.OFF_HEAP,
          0,
          ReleaseBehaviour.RETURNS);
    }
    this.layout = builder.pool(MemoryMode.OFF_HEAP, capacity, capacity / 2).build();
  }

  @Override
  public Counts play(int[] requests) {
    Evictions evictions = new Evictions();
    CacheStore store = new ContractStore(layout, evictions);
    long hits = 0;
    for (int block : requests) {
      if (store.readOnce(TASK, block) != Result.ABSENT) {
        hits++;
      } else {
        store.put(TASK, block);
      }
    }
    return new Counts(hits, evictions.count);
  }

  private static final class Evictions implements StoreListener {
    private long count;

    @Override
    public void evicted(int block, long stamp) {
      count++;
    }
  }
}
