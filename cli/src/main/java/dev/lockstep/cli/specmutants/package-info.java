/**
 * {@code lockstep spec-mutants}: which property notices that a piece of the specification is
 * missing.
 */
@NullMarked
package dev.lockstep.cli.specmutants;

import org.jspecify.annotations.NullMarked;
