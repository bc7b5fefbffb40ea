/**
 * What is measured of the columnar cache, and how a measure is written to a file. No type of
 * Spark's: the command line reads it.
 */
@NullMarked
package dev.lockstep.spark.tables.measures;

import org.jspecify.annotations.NullMarked;
