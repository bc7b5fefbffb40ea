package dev.lockstep.simulator.metrics;

import java.util.OptionalDouble;

/**
 * What happened to blocks of one kind.
 *
 * @param hits reads that found their block
 * @param misses reads that did not
 * @param hitUnits sizes of the blocks of those hits
 * @param missUnits sizes of the blocks of those misses
 * @param hitMicros time that computing the blocks of those hits would have taken
 * @param missMicros time that computing the blocks of those misses took
 * @param stored puts that were stored
 * @param noSpace puts that were refused for want of space
 * @param evictions entries that were dropped to make room
 * @param evictedUnits their sizes
 * @param removals entries that a task removed
 * @param releases release callbacks that ran; 0 but for native blocks
 */
public record KindCounts(
    long hits,
    long misses,
    long hitUnits,
    long missUnits,
    long hitMicros,
    long missMicros,
    long stored,
    long noSpace,
    long evictions,
    long evictedUnits,
    long removals,
    long releases) {
  /** Nothing happened. */
  public static final KindCounts NONE = new KindCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Part of the reads that hit; empty without reads. */
  public OptionalDouble hitRatio() {
    return ratio(hits, misses);
  }

  /** Part of the units read that were hit; empty if none were read. */
  public OptionalDouble hitRatioByUnits() {
    return ratio(hitUnits, missUnits);
  }

  /** Part of the time to compute what was read that was saved; empty if there was none. */
  public OptionalDouble hitRatioByCost() {
    return ratio(hitMicros, missMicros);
  }

  /** Both together. */
  public KindCounts plus(KindCounts other) {
    return new KindCounts(
        hits + other.hits,
        misses + other.misses,
        hitUnits + other.hitUnits,
        missUnits + other.missUnits,
        hitMicros + other.hitMicros,
        missMicros + other.missMicros,
        stored + other.stored,
        noSpace + other.noSpace,
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
