package dev.lockstep.simulator;

import java.util.OptionalDouble;

/**
 * What happened to blocks of one kind.
 *
 * @param hits reads that found their block
 * @param misses reads that did not
 * @param hitUnits sizes of the blocks of those hits
 * @param missUnits sizes of the blocks of those misses
 * @param stored puts that were stored
 * @param noSpace puts that were refused for want of space
 * @param duplicates puts of a block that another task had put in the meantime
 * @param evictions entries that an eviction dropped
 * @param evictedUnits their sizes
 * @param removals entries that a task removed
 * @param releases release callbacks that ran; 0 but for native blocks
 */
public record KindCounts(
    long hits,
    long misses,
    long hitUnits,
    long missUnits,
    long stored,
    long noSpace,
    long duplicates,
    long evictions,
    long evictedUnits,
    long removals,
    long releases) {
  /** Nothing happened. */
  public static final KindCounts NONE = new KindCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Part of the reads that hit; empty without reads. */
  public OptionalDouble hitRatio() {
    return ratio(hits, misses);
  }

  /** Part of the units read that were hit; empty if none were read. */
  public OptionalDouble hitRatioByUnits() {
    return ratio(hitUnits, missUnits);
  }

  /** Both together. */
  public KindCounts plus(KindCounts other) {
    return new KindCounts(
        hits + other.hits,
        misses + other.misses,
        hitUnits + other.hitUnits,
        missUnits + other.missUnits,
        stored + other.stored,
        noSpace + other.noSpace,
        duplicates + other.duplicates,
        evictions + other.evictions,
        evictedUnits + other.evictedUnits,
        removals + other.removals,
        releases + other.releases);
  }

  private static OptionalDouble ratio(long part, long rest) {
    return part + rest == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) part / (part + rest));
  }
}
