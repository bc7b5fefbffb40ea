/**
 * Traces of the lock level on the real store: each step of the specification is a stretch that one
 * thread of the real code runs, from one point to another.
 */
@NullMarked
package dev.lockstep.spark.threads.led;

import org.jspecify.annotations.NullMarked;
