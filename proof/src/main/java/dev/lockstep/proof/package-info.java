/**
 * Release exactly once (R5), proved without a bound on blocks, tasks and registrations: {@code
 * spec/ReleaseProtocol.tla} in the language of an SMT solver. Same names, same order; {@code
 * docs/proof.md} says what is proved and what is assumed.
 */
@NullMarked
package dev.lockstep.proof;

import org.jspecify.annotations.NullMarked;
