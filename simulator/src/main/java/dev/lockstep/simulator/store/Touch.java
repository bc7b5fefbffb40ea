package dev.lockstep.simulator.store;

/** Which pins of a native block make it the most recent entry (hole 9). */
public enum Touch {
  /** None: it ages from its put on. */
  NEVER,
  /** Each, as every read of a JVM block does. */
  EACH,
  /** Each so many pins of the block since its last touch. */
  SOME,
  /** The first of a scan of its partition, which touches all of the partition's blocks at once. */
  SCAN,
  /** Each, but later: in a buffer that is emptied before an eviction walks. */
  WALK,
  /**
   * Each, but later: in a buffer that is emptied before an eviction walks or another entry moves.
   */
  MOVE
}
