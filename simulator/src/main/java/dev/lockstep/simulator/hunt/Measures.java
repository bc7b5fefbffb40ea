package dev.lockstep.simulator.hunt;

/**
 * What a policy did with some calls.
 *
 * @param nativeInversions native entries evicted while an older one that R4 lets go was there
 * @param jvmInversions the same of JVM blocks
 * @param superfluous the most victims of one call that could have been spared
 * @param refusedThoughEvictable puts refused though what was idle or evictable was enough
 * @param releasesMost the most releases in one call
 * @param monitorNanosMost the longest that a call held the monitor, estimated
 * @param hits reads that found their block
 * @param thrash puts of blocks that had been evicted before anybody had read them
 * @param offlineHits the most hits that anybody could have had
 */
record Measures(
    int nativeInversions,
    int jvmInversions,
    int superfluous,
    int refusedThoughEvictable,
    int releasesMost,
    long monitorNanosMost,
    int hits,
    int thrash,
    long offlineHits) {}
