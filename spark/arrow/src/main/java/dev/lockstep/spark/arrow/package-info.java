/**
 * A sample engine: buffers of Apache Arrow as native blocks of Spark. Read {@link
 * dev.lockstep.spark.arrow.ArrowEngine} from top to bottom; it is meant to be copied.
 */
@NullMarked
package dev.lockstep.spark.arrow;

import org.jspecify.annotations.NullMarked;
