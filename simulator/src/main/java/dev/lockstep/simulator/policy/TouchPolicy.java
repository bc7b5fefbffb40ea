package dev.lockstep.simulator.policy;

import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.simulator.store.CacheStore;
import dev.lockstep.simulator.store.StoreLayout;
import dev.lockstep.simulator.store.StoreListener;
import dev.lockstep.simulator.store.Touch;
import dev.lockstep.simulator.store.TouchStore;
import java.util.Arrays;

/**
 * The proposal with another answer to the question which pins make a native block the most recent
 * (hole 9; the reply to the proposal on Spark's dev list, May 2026). The twin of {@code
 * RivalTouch.tla}. That each pin does is {@link UnifiedLru}.
 *
 * @param touch which pins
 * @param every which pin of a block since its last touch
 * @param batches how many of an owner's native blocks, one after the other, are a partition
 */
public record TouchPolicy(Touch touch, int every, int batches) implements EvictionPolicy {
  /** The name on the command line of the policy without touches. */
  public static final String NEVER = "touch-never";

  /** The name of the one that touches at each so many pins; the number comes after a colon. */
  public static final String ONE_IN = "touch-one-in";

  /** The name of the one that touches once for each scan of a partition. */
  public static final String SCAN = "touch-scan";

  /** The name of the one that touches at each pin, later: before another entry is moved. */
  public static final String BUFFER = "touch-buffer";

  /** The name of the one that does so before evictions alone. */
  public static final String BUFFER_WALK = "touch-buffer-walk";

  /** How many pins come to a touch where nothing is said. */
  public static final int EVERY = 8;

  /** What the workload of cached tables has. */
  private static final int BATCHES = 4;

  public TouchPolicy {
    if (every < 1) {
      throw new InvalidConstantException("pins", "must be at least 1 a touch, was " + every);
    }
  }

  static TouchPolicy never() {
    return new TouchPolicy(Touch.NEVER, 1, 1);
  }

  static TouchPolicy oneIn(double pins) {
    if (pins != Math.rint(pins) || pins > Integer.MAX_VALUE) {
      throw new InvalidConstantException("pins", "must be a whole number, was " + pins);
    }
    return new TouchPolicy(Touch.SOME, (int) pins, 1);
  }

  static TouchPolicy scan() {
    return new TouchPolicy(Touch.SCAN, 1, BATCHES);
  }

  static TouchPolicy buffer(boolean forMoves) {
    return new TouchPolicy(forMoves ? Touch.MOVE : Touch.WALK, 1, 1);
  }

  @Override
  public String name() {
    return switch (touch) {
      case NEVER -> NEVER;
      case EACH -> UnifiedLru.NAME;
      case SOME -> every == EVERY ? ONE_IN : ONE_IN + ":" + every;
      case SCAN -> SCAN;
      case WALK -> BUFFER_WALK;
      case MOVE -> BUFFER;
    };
  }

  @Override
  public String description() {
    return switch (touch) {
      case NEVER -> "the proposal without touches: a native block ages from its put on";
      case EACH -> "the proposal: each pin touches";
      case SOME -> "the proposal, but one pin in " + every + " of a block touches it";
      case SCAN ->
          "the proposal, but a scan of a partition touches its blocks at once, at its start";
      case WALK -> "the proposal, but pins are noted, and touch before an eviction looks";
      case MOVE -> "the same, and before another block is read or put";
    };
  }

  @Override
  public CacheStore open(StoreLayout layout, StoreListener listener) {
    return new TouchStore(layout, listener, touch, every, partitions(layout));
  }

  /** The native blocks of each owner in turn, so many a partition; a block of nobody is alone. */
  private int[] partitions(StoreLayout layout) {
    int[] partitions = new int[layout.blocks()];
    Arrays.fill(partitions, TouchStore.ALONE);
    if (touch == Touch.SCAN) {
      int[] left = new int[layout.ownersMax() + 1];
      int[] current = new int[layout.ownersMax() + 1];
      int count = 0;
      for (int b = 0; b < layout.blocks(); b++) {
        int owner = layout.owner(b);
        if (layout.isNative(b) && owner != BlockSpec.NO_OWNER) {
          if (left[owner] == 0) {
            left[owner] = batches;
            current[owner] = count++;
          }
          left[owner]--;
          partitions[b] = current[owner];
        }
      }
    }
    return partitions;
  }
}
