package dev.lockstep.simulator.store;

import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.ReleaseBehaviour;

/**
 * What is fixed about a store, as numbers: {@link Constants} in arrays, for millions of blocks. A
 * block is its position, a task its number from 1, a mode its ordinal, sizes are units.
 */
public final class StoreLayout {
  /** Blocks take eight cells each in one array, and an array has no more than 2^31. */
  public static final int BLOCKS_MAX = 1 << 27;

  private static final int KIND = 3;
  private static final int MODE = 4;
  private static final int RELEASE = 3;
  private static final BlockKind[] KINDS = BlockKind.values();
  private static final ReleaseBehaviour[] RELEASES = ReleaseBehaviour.values();

  private final int tasks;
  private final int[] sizes;
  private final byte[] traits;
  private final int[] owners;
  private final long[] max;
  private final long[] region;
  private final long unrollThreshold;
  private final boolean deferred;
  private final int ownersMax;

  private StoreLayout(
      int tasks,
      int[] sizes,
      byte[] traits,
      int[] owners,
      long[] max,
      long[] region,
      long unrollThreshold,
      boolean deferred) {
    this.tasks = tasks;
    this.sizes = sizes;
    this.traits = traits;
    this.owners = owners;
    this.max = max;
    this.region = region;
    this.unrollThreshold = unrollThreshold;
    this.deferred = deferred;
    int most = 0;
    for (int owner : owners) {
      most = Math.max(most, owner);
    }
    this.ownersMax = most;
  }

  /** The same as the constants of a trace or a specification. */
  public static StoreLayout of(Constants constants) {
    Builder builder = builder(constants.tasks(), constants.blocks().size());
    for (BlockSpec block : constants.blocks()) {
      builder.add(block.kind(), block.size(), block.mode(), block.owner(), block.release());
    }
    for (MemoryMode mode : MemoryMode.values()) {
      builder.pool(mode, constants.pool(mode).max(), constants.pool(mode).region());
    }
    return builder
        .unrollThreshold(constants.unrollThreshold())
        .deferredRelease(constants.deferredRelease())
        .build();
  }

  /** A layout in the making, of at most so many blocks. */
  public static Builder builder(int tasks, int blocksMax) {
    return new Builder(tasks, blocksMax);
  }

  public int tasks() {
    return tasks;
  }

  public int blocks() {
    return sizes.length;
  }

  public int size(int block) {
    return sizes[block];
  }

  public BlockKind kind(int block) {
    return KINDS[traits[block] & KIND];
  }

  public boolean isNative(int block) {
    return (traits[block] & KIND) == BlockKind.NATIVE.ordinal();
  }

  /** The ordinal of the block's mode. */
  public int mode(int block) {
    return (traits[block] & MODE) == 0 ? 0 : 1;
  }

  /** The RDD, or {@link BlockSpec#NO_OWNER}. */
  public int owner(int block) {
    return owners[block];
  }

  /** The largest owner. */
  public int ownersMax() {
    return ownersMax;
  }

  ReleaseBehaviour release(int block) {
    return RELEASES[(traits[block] >> RELEASE) & 3];
  }

  /** Storage and execution memory of a mode together. */
  public long max(int mode) {
    return max[mode];
  }

  /** What execution can't take back. */
  public long region(int mode) {
    return region[mode];
  }

  public long unrollThreshold() {
    return unrollThreshold;
  }

  /** R8: releases run after the call. */
  public boolean deferredRelease() {
    return deferred;
  }

  /** The same with native blocks that belong to nobody. */
  public StoreLayout withoutNativeOwners() {
    int[] fewer = owners.clone();
    for (int b = 0; b < fewer.length; b++) {
      fewer[b] = isNative(b) ? BlockSpec.NO_OWNER : fewer[b];
    }
    return new StoreLayout(tasks, sizes, traits, fewer, max, region, unrollThreshold, deferred);
  }

  /** The same with serialized blocks in the place of native ones. */
  public StoreLayout withSerializedForNative() {
    byte[] other = traits.clone();
    for (int b = 0; b < other.length; b++) {
      if (isNative(b)) {
        other[b] = (byte) ((other[b] & MODE) | BlockKind.SERIALIZED.ordinal());
      }
    }
    return new StoreLayout(tasks, sizes, other, owners, max, region, unrollThreshold, deferred);
  }

  /** The same with other pools; both by the ordinal of the mode. */
  public StoreLayout withPools(long[] maxima, long[] regions) {
    return new StoreLayout(
        tasks, sizes, traits, owners, maxima.clone(), regions.clone(), unrollThreshold, deferred);
  }

  /** A layout in the making. */
  public static final class Builder {
    private final int tasks;
    private int[] sizes;
    private byte[] traits;
    private int[] owners;
    private final long[] max = new long[2];
    private final long[] region = new long[2];
    private long unrollThreshold = 1;
    private boolean deferred;
    private int count;

    private Builder(int tasks, int blocksMax) {
      if (blocksMax > BLOCKS_MAX) {
        throw new InvalidConstantException(
            "blocks", "must be at most " + BLOCKS_MAX + ", was " + blocksMax);
      }
      this.tasks = tasks;
      this.sizes = new int[blocksMax];
      this.traits = new byte[blocksMax];
      this.owners = new int[blocksMax];
    }

    /** Blocks so far: the position of the next one. */
    public int count() {
      return count;
    }

    /** The next block. */
    public Builder add(
        BlockKind kind, int size, MemoryMode mode, int owner, ReleaseBehaviour release) {
      sizes[count] = size;
      traits[count] =
          (byte) (kind.ordinal() | (mode.ordinal() == 0 ? 0 : MODE) | release.ordinal() << RELEASE);
      owners[count++] = owner;
      return this;
    }

    /** The pools of a mode. */
    public Builder pool(MemoryMode mode, long units, long regionUnits) {
      max[mode.ordinal()] = units;
      region[mode.ordinal()] = regionUnits;
      return this;
    }

    /** Units that unrolling a block reserves first. */
    public Builder unrollThreshold(long units) {
      unrollThreshold = units;
      return this;
    }

    /** R8: releases run after the call. */
    public Builder deferredRelease(boolean after) {
      deferred = after;
      return this;
    }

    /** The layout; the builder is not to be used any more. */
    public StoreLayout build() {
      if (count < sizes.length) {
        sizes = java.util.Arrays.copyOf(sizes, count);
        traits = java.util.Arrays.copyOf(traits, count);
        owners = java.util.Arrays.copyOf(owners, count);
      }
      return new StoreLayout(tasks, sizes, traits, owners, max, region, unrollThreshold, deferred);
    }
  }
}
