/**
 * Deliberate faults for the patched store: each one breaks the bytecode of one class as it is
 * loaded, to show that the comparison with the model finds it and names the right rule.
 */
@NullMarked
package dev.lockstep.spark.faults;

import org.jspecify.annotations.NullMarked;
