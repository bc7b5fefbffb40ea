/**
 * Scenarios on Spark's own MemoryStore, BlockInfoManager and UnifiedMemoryManager. Loaded beside
 * Spark, whose classes have points at which threads stop.
 */
@NullMarked
package dev.lockstep.spark.threads;

import org.jspecify.annotations.NullMarked;
