package dev.lockstep.simulator;

import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.PoolSpec;
import dev.lockstep.model.ReleaseBehaviour;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Draws the blocks of a workload. The share of each kind is exact, which block has which kind and
 * size is chance, so that popularity says nothing about either.
 */
final class Population {
  private final WorkloadSpec spec;
  private final SplittableRandom chance;

  Population(WorkloadSpec spec, SplittableRandom chance) {
    this.spec = spec;
    this.chance = chance;
  }

  /** The constants; the block at a position of the workload is the block at that index. */
  Constants constants() {
    List<BlockSpec> blocks = blocks();
    Set<MemoryMode> modes = EnumSet.noneOf(MemoryMode.class);
    blocks.forEach(block -> modes.add(block.mode()));
    int part = spec.unitsPerPart();
    int region = (int) (spec.poolSize() * spec.regionShare());
    PoolSpec pool = new PoolSpec(spec.poolSize() * part, region * part);
    boolean demands = spec.executionShare() > 0;
    return new Constants(
        spec.tasks(),
        blocks,
        modes.contains(MemoryMode.ON_HEAP) ? pool : new PoolSpec(part, 0),
        modes.contains(MemoryMode.OFF_HEAP) ? pool : new PoolSpec(0, 0),
        part,
        Set.of(),
        demands ? modes : Set.of(),
        new TreeSet<>(demands ? Set.of(spec.demand() * part) : Set.of()),
        // No task can come near it: an attempt makes no more reads than it has operations.
        spec.operationsPerAttempt());
  }

  private List<BlockSpec> blocks() {
    Map<BlockKind, Integer> numbers = new EnumMap<>(BlockKind.class);
    List<BlockSpec> blocks = new ArrayList<>();
    for (BlockKind kind : shuffledKinds()) {
      int size = spec.sizeMin() + chance.nextInt(spec.sizeMax() - spec.sizeMin() + 1);
      int owner = spec.owners() == 0 ? BlockSpec.NO_OWNER : 1 + blocks.size() % spec.owners();
      blocks.add(
          new BlockSpec(
              kind.name().substring(0, 1).toLowerCase(Locale.ROOT)
                  + numbers.merge(kind, 1, Integer::sum),
              kind,
              size * spec.unitsPerPart(),
              kind == BlockKind.DESERIALIZED ? MemoryMode.ON_HEAP : spec.mode(),
              owner,
              ReleaseBehaviour.RETURNS));
    }
    return blocks;
  }

  private BlockKind[] shuffledKinds() {
    BlockKind[] kinds = new BlockKind[spec.blocks()];
    long natives = Math.round(spec.nativeShare() * kinds.length);
    long others = natives + Math.round(spec.deserializedShare() * kinds.length);
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] =
          i < natives
              ? BlockKind.NATIVE
              : i < others ? BlockKind.DESERIALIZED : BlockKind.SERIALIZED;
    }
    for (int i = kinds.length - 1; i > 0; i--) {
      int j = chance.nextInt(i + 1);
      BlockKind kind = kinds[i];
      kinds[i] = kinds[j];
      kinds[j] = kind;
    }
    return kinds;
  }
}
