/**
 * The bridge to TLC, the model checker of TLA+. This is the only package that sees TLC's classes,
 * and only the classes that run in TLC's own process ({@link dev.lockstep.model.tlc.TlcMain} and
 * what it uses) touch them: TLC keeps static state, so one process serves one run.
 */
@NullMarked
package dev.lockstep.model.tlc;

import org.jspecify.annotations.NullMarked;
