/**
 * R14 by Spark's own tests: the suites that Spark publishes about storage and memory, each run on
 * the stock classes and on the patched ones, and compared test by test.
 *
 * <p>Spark is jars and processes here, never types.
 */
@NullMarked
package dev.lockstep.spark.suites;

import org.jspecify.annotations.NullMarked;
