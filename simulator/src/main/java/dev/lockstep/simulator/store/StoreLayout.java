package dev.lockstep.simulator.store;

import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.ReleaseBehaviour;
import java.util.HashMap;
import java.util.Map;

/**
 * What is fixed about a store, as numbers: {@link Constants} in arrays, for millions of blocks. A
 * block is its position, a task its number from 1, a mode its ordinal, sizes are units.
 */
public final class StoreLayout {
  /** Blocks take eight cells each in one array, and an array has no more than 2^31. */
  public static final int BLOCKS_MAX = 1 << 27;

  // What is known of a block in one number: size, owner, release, mode, kind.
  private static final int SIZE_SHIFT = 32;
  private static final int OWNER_SHIFT = 5;
  private static final int OWNER_BITS = 27;
  private static final int RELEASE_SHIFT = 3;
  private static final int MODE_SHIFT = 2;
  private static final int TWO_BITS = 3;
  private static final long OWNER_MASK = ((1L << OWNER_BITS) - 1) << OWNER_SHIFT;
  private static final BlockKind[] KINDS = BlockKind.values();
  private static final ReleaseBehaviour[] RELEASES = ReleaseBehaviour.values();

  private final int tasks;
  private final BlockFacts facts;
  private final long[] max;
  private final long[] region;
  private final long unrollThreshold;
  private final boolean deferred;
  private final int ownersMax;

  private StoreLayout(
      int tasks,
      BlockFacts facts,
      long[] max,
      long[] region,
      long unrollThreshold,
      boolean deferred,
      int ownersMax) {
    this.tasks = tasks;
    this.facts = facts;
    this.max = max;
    this.region = region;
    this.unrollThreshold = unrollThreshold;
    this.deferred = deferred;
    this.ownersMax = ownersMax;
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
    return facts.count();
  }

  public int size(int block) {
    return (int) (facts.of(block) >>> SIZE_SHIFT);
  }

  public BlockKind kind(int block) {
    return KINDS[kindNumber(block)];
  }

  /** The ordinal of the block's kind. */
  public int kindNumber(int block) {
    return (int) facts.of(block) & TWO_BITS;
  }

  public boolean isNative(int block) {
    return kindNumber(block) == BlockKind.NATIVE.ordinal();
  }

  /** The ordinal of the block's mode. */
  public int mode(int block) {
    return (int) (facts.of(block) >>> MODE_SHIFT) & 1;
  }

  /** The number of the block's RDD, from 1 as they come, or {@link BlockSpec#NO_OWNER}. */
  public int owner(int block) {
    return (int) ((facts.of(block) & OWNER_MASK) >>> OWNER_SHIFT);
  }

  /** How many RDDs there are. */
  public int ownersMax() {
    return ownersMax;
  }

  ReleaseBehaviour release(int block) {
    return RELEASES[(int) (facts.of(block) >>> RELEASE_SHIFT) & TWO_BITS];
  }

  /** Whether the release of some block throws a fatal error. */
  boolean mayBeFatal() {
    for (int b = 0; b < facts.count(); b++) {
      if (release(b) == ReleaseBehaviour.FATAL) {
        return true;
      }
    }
    return false;
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

  private static boolean nativeFact(long fact) {
    return ((int) fact & TWO_BITS) == BlockKind.NATIVE.ordinal();
  }

  /** The same with native blocks that belong to nobody. */
  public StoreLayout withoutNativeOwners() {
    BlockFacts fewer = facts.mapped(f -> nativeFact(f) ? f & ~OWNER_MASK : f);
    return new StoreLayout(tasks, fewer, max, region, unrollThreshold, deferred, ownersMax);
  }

  /** The same with serialized blocks in the place of native ones. */
  public StoreLayout withSerializedForNative() {
    BlockFacts others =
        facts.mapped(
            f -> {
              long rest = f & ~TWO_BITS & ~((long) TWO_BITS << RELEASE_SHIFT);
              return nativeFact(f) ? rest | BlockKind.SERIALIZED.ordinal() : f;
            });
    return new StoreLayout(tasks, others, max, region, unrollThreshold, deferred, ownersMax);
  }

  /** The same with other pools; both by the ordinal of the mode. */
  public StoreLayout withPools(long[] maxima, long[] regions) {
    return new StoreLayout(
        tasks, facts, maxima.clone(), regions.clone(), unrollThreshold, deferred, ownersMax);
  }

  /** A layout in the making. */
  public static final class Builder {
    private final int tasks;
    private final BlockFacts facts;
    private final Map<Integer, Integer> owners = new HashMap<>();
    private final long[] max = new long[2];
    private final long[] region = new long[2];
    private long unrollThreshold = 1;
    private boolean deferred;

    private Builder(int tasks, int blocksMax) {
      if (blocksMax > BLOCKS_MAX) {
        throw new InvalidConstantException(
            "blocks", "must be at most " + BLOCKS_MAX + ", was " + blocksMax);
      }
      this.tasks = tasks;
      this.facts = new BlockFacts(blocksMax);
      owners.put(BlockSpec.NO_OWNER, BlockSpec.NO_OWNER);
    }

    /** Blocks so far: the position of the next one. */
    public int count() {
      return facts.count();
    }

    /** The next block. */
    public Builder add(
        BlockKind kind, int size, MemoryMode mode, int owner, ReleaseBehaviour release) {
      int number = owners.computeIfAbsent(owner, o -> owners.size());
      facts.add(
          (long) size << SIZE_SHIFT
              | (long) number << OWNER_SHIFT
              | (long) release.ordinal() << RELEASE_SHIFT
              | (mode == MemoryMode.ON_HEAP ? 0L : 1L) << MODE_SHIFT
              | kind.ordinal());
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
      int ownersMax = owners.size() - 1;
      if (ownersMax >= 1 << OWNER_BITS) {
        throw new InvalidConstantException("owners", "are too many: " + ownersMax);
      }
      return new StoreLayout(tasks, facts, max, region, unrollThreshold, deferred, ownersMax);
    }
  }
}
