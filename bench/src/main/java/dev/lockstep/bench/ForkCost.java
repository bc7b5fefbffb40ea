package dev.lockstep.bench;

/**
 * What a fork measured.
 *
 * @param callsPerCpuSecond calls in a second of the calling thread's processor time
 * @param bytesPerCall bytes that the thread allocated on the heap, per call
 */
public record ForkCost(double callsPerCpuSecond, double bytesPerCall) {}
