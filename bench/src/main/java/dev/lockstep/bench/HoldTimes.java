package dev.lockstep.bench;

/**
 * For how long the memory manager's monitor was held by the acquisitions of storage memory of one
 * thread, each of which evicts a block.
 *
 * @param holds how many there were
 * @param p50Nanos half of them took no longer
 * @param p99Nanos 99 of 100 took no longer
 * @param maxNanos the longest
 */
public record HoldTimes(long holds, long p50Nanos, long p99Nanos, long maxNanos) {}
