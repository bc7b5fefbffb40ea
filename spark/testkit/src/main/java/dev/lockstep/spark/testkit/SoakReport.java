package dev.lockstep.spark.testkit;

/**
 * What happened in a soak that found nothing wrong.
 *
 * @param registrations blocks that Spark stored; each was released once
 * @param evictions registrations that ended for space, or by a removal of Spark's own
 * @param removals registrations that the engine removed
 * @param atStop registrations that lived until the stop
 * @param noSpace puts that ended NO_SPACE
 * @param duplicates puts that ended DUPLICATE
 * @param reads payloads that were read under a pin and compared
 * @param openAtTaskEnd reads that were open when their task ended
 * @param throwing releases that threw
 * @param jvmBlocks JVM blocks stored
 */
public record SoakReport(
    long registrations,
    long evictions,
    long removals,
    long atStop,
    long noSpace,
    long duplicates,
    long reads,
    long openAtTaskEnd,
    long throwing,
    long jvmBlocks) {}
