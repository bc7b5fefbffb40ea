/**
 * The real patched {@code MemoryStore} as a store under test: Spark's own classes, driven one call
 * at a time, observed from within each call, and read back in units.
 *
 * <p>Start at {@link dev.lockstep.spark.replay.SparkStore}. Only this package and its tests see
 * Spark's classes as types.
 */
@NullMarked
package dev.lockstep.spark.replay;

import org.jspecify.annotations.NullMarked;
