/**
 * The columnar cache on native blocks: {@code df.persist(MEMORY_ONLY)} keeps handles in Spark and
 * payloads with an engine, in the one LRU (rules S1 to S8).
 *
 * <p>An engine extends {@link dev.lockstep.spark.columnar.NativeCachedBatchSerializer} and names
 * the class in {@code spark.sql.cache.serializer}. It makes, reads and frees batches; ids,
 * registration, pins, handles, statistics, recomputation and clean-up are done here.
 * docs/columnar.md is for an engine's author.
 */
@NullMarked
package dev.lockstep.spark.columnar;

import org.jspecify.annotations.NullMarked;
