/**
 * Adds native blocks to Spark's storage by editing the bytecode of the published spark-core jar.
 *
 * <p>The woven code is thin: calls into Java classes of spark/patch, at most behind one branch at a
 * method's head, so no stack map frame has to be computed. Spark's classes are only bytes here.
 */
@NullMarked
package dev.lockstep.spark.weave;

import org.jspecify.annotations.NullMarked;
