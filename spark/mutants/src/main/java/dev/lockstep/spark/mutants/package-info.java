/**
 * How good a net the harness is: every small change that PIT's engine knows, made to the bytecode
 * of the store, and whether the harness notices it.
 */
@NullMarked
package dev.lockstep.spark.mutants;

import org.jspecify.annotations.NullMarked;
