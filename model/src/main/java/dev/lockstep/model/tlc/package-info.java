/**
 * The bridge to TLC, the model checker of TLA+. This is the only package that sees TLC's classes,
 * and only the classes that run in TLC's own process ({@link dev.lockstep.model.tlc.TlcServer} and
 * what it uses) touch them.
 */
@NullMarked
package dev.lockstep.model.tlc;

import org.jspecify.annotations.NullMarked;
