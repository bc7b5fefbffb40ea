/**
 * The soak of a real, patched block manager: many threads, several of one task among them, whose
 * calls the seed decides; what the books say at rest and in the end.
 */
@NullMarked
package dev.lockstep.spark.threads.soak;

import org.jspecify.annotations.NullMarked;
