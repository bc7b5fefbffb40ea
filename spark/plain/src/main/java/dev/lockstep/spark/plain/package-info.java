/**
 * Native blocks on stock Spark by plain subclasses, nothing woven: a second implementation of the
 * rules, written differently from the patch, to show that the harness checks rules and not code.
 *
 * <p>An offloaded block is an ordinary serialized entry of Spark's store, whose buffer has no
 * bytes, is as large as the reservation, and runs the callback when it is disposed of. Start at
 * {@link dev.lockstep.spark.plain.OffloadingStore}. {@link dev.lockstep.spark.plain.PlainAdapter}
 * is all that knows the harness.
 */
@NullMarked
package dev.lockstep.spark.plain;

import org.jspecify.annotations.NullMarked;
