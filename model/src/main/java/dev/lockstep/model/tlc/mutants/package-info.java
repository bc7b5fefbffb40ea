/**
 * Mutants of the specification: what its actions are made of, read by SANY, and the text of the
 * module with one piece dropped.
 */
@NullMarked
package dev.lockstep.model.tlc.mutants;

import org.jspecify.annotations.NullMarked;
