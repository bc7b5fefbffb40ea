/** Starts the probes in a process of their own and reads what they found. No type of Spark's. */
@NullMarked
package dev.lockstep.spark.context.launch;

import org.jspecify.annotations.NullMarked;
