package dev.lockstep.simulator.workload;

import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.ReleaseBehaviour;
import dev.lockstep.simulator.metrics.BlockCosts;
import dev.lockstep.simulator.store.StoreLayout;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Draws the blocks of a workload. The share of each kind is exact, which block has which kind and
 * size is chance, so that popularity says nothing about either.
 */
public final class Population {
  private final StoreLayout.Builder layout;
  private final int[] costMicros;
  private final int unitsPerPart;
  private final Set<MemoryMode> modes = EnumSet.noneOf(MemoryMode.class);
  private int ownersUsed;

  Population(int tasks, int blocks, int unitsPerPart) {
    this.layout = StoreLayout.builder(tasks, blocks);
    this.costMicros = new int[blocks];
    this.unitsPerPart = unitsPerPart;
  }

  /**
   * Adds blocks.
   *
   * @return the position of the first; the others follow it
   */
  int add(BlockMix mix, SplittableRandom chance) {
    int first = layout.count();
    byte[] kinds = shuffledKinds(mix, chance);
    for (int i = 0; i < kinds.length; i++) {
      BlockKind kind = BlockKind.values()[kinds[i]];
      int size = mix.sizeMin() + chance.nextInt(mix.sizeMax() - mix.sizeMin() + 1);
      int owner = mix.owners() == 0 ? BlockSpec.NO_OWNER : ownersUsed + 1 + i % mix.owners();
      MemoryMode mode = kind == BlockKind.DESERIALIZED ? MemoryMode.ON_HEAP : mix.mode();
      modes.add(mode);
      costMicros[layout.count()] = (int) exponential(mix.computeMicros(), chance);
      layout.add(
          kind, Math.multiplyExact(size, unitsPerPart), mode, owner, ReleaseBehaviour.RETURNS);
    }
    ownersUsed += mix.owners();
    return first;
  }

  /** A time of this mean, exponentially distributed, as in queueing models. */
  static long exponential(long meanMicros, SplittableRandom chance) {
    return Math.round(-meanMicros * StrictMath.log(1 - chance.nextDouble()));
  }

  private static byte[] shuffledKinds(BlockMix mix, SplittableRandom chance) {
    byte[] kinds = new byte[mix.blocks()];
    int natives = (int) Math.round(mix.nativeShare() * kinds.length);
    int others =
        Math.min(kinds.length, natives + (int) Math.round(mix.deserializedShare() * kinds.length));
    Arrays.fill(kinds, 0, natives, (byte) BlockKind.NATIVE.ordinal());
    Arrays.fill(kinds, natives, others, (byte) BlockKind.DESERIALIZED.ordinal());
    Arrays.fill(kinds, others, kinds.length, (byte) BlockKind.SERIALIZED.ordinal());
    for (int i = kinds.length - 1; i > 0; i--) {
      int j = chance.nextInt(i + 1);
      byte kind = kinds[i];
      kinds[i] = kinds[j];
      kinds[j] = kind;
    }
    return kinds;
  }

  /** All blocks, in pools of so many parts for each mode that one of them has. */
  StoreLayout layout(long poolParts, double regionShare) {
    long region = (long) (poolParts * regionShare);
    layout.unrollThreshold(unitsPerPart);
    // Spark does not start without on-heap memory.
    boolean onHeap = modes.contains(MemoryMode.ON_HEAP);
    layout.pool(
        MemoryMode.ON_HEAP,
        onHeap ? poolParts * unitsPerPart : unitsPerPart,
        onHeap ? region * unitsPerPart : 0);
    if (modes.contains(MemoryMode.OFF_HEAP)) {
      layout.pool(MemoryMode.OFF_HEAP, poolParts * unitsPerPart, region * unitsPerPart);
    }
    return layout.build();
  }

  /** What computing each of them takes. */
  BlockCosts costs() {
    int[] micros = costMicros;
    return block -> micros[block];
  }

  int unitsPerPart() {
    return unitsPerPart;
  }
}
