package dev.lockstep.bench.simulate;

/** A cache of blocks of one unit that is asked for one after the other. */
interface CacheUnderTest {

  /** What came of some requests. */
  record Counts(long hits, long evictions) {}

  /** Starts empty, plays all requests, and says what came of it. */
  Counts play(int[] requests);
}
