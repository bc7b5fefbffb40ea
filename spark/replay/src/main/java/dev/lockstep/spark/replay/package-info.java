/**
 * The real {@code MemoryStore} with native blocks as a store under test: Spark's own classes,
 * driven one call at a time, observed from within each call, and read back in units.
 *
 * <p>The native blocks are those of our patch, or those that a {@link
 * dev.lockstep.spark.replay.NativeAdapter} knows.
 *
 * <p>Start at {@link dev.lockstep.spark.replay.SparkStore}. Only this package and its tests see
 * Spark's classes as types.
 */
@NullMarked
package dev.lockstep.spark.replay;

import org.jspecify.annotations.NullMarked;
