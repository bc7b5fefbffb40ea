package dev.lockstep.spark.suites;

/**
 * A suite that is not run.
 *
 * @param suite which
 * @param why in words that follow its name
 */
public record LeftOut(SparkSuite suite, String why) {}
