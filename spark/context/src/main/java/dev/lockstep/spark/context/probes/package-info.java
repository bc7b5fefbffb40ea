/**
 * The rules R1 to R13, each probed on the real {@code BlockManager}s of a real {@code
 * SparkContext}. This package sees Spark and the patch, and runs in a process of its own.
 */
@NullMarked
package dev.lockstep.spark.context.probes;

import org.jspecify.annotations.NullMarked;
