package dev.lockstep.bench;

/**
 * What a fork measured.
 *
 * @param callsPerCpuSecond calls in a second of the calling threads' processor time
 * @param callsPerSecond calls of all threads together in a second as it passes
 * @param bytesPerCall bytes that the threads allocated on the heap, per call
 */
public record ForkCost(double callsPerCpuSecond, double callsPerSecond, double bytesPerCall) {}
