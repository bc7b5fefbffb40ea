/**
 * Checks of the columnar cache in real Spark sessions: the rules S1 to S8, faults, TPC-H, speeds.
 * Programs that {@code spark/context}'s launcher starts in JVMs of their own.
 */
@NullMarked
package dev.lockstep.spark.tables;

import org.jspecify.annotations.NullMarked;
