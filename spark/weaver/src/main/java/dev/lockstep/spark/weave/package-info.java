/**
 * Adds native blocks to Spark's storage by editing the bytecode of the published spark-core jar.
 *
 * <p>The woven code is thin: calls without branches into Java classes of spark/patch, so no stack
 * map frame has to be computed. Spark's classes are only bytes here.
 */
@NullMarked
package dev.lockstep.spark.weave;

import org.jspecify.annotations.NullMarked;
