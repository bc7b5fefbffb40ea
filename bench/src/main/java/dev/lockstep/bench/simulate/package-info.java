/** The simulator's speed against other caches, each run in a JVM of its own or by turns in one. */
@NullMarked
package dev.lockstep.bench.simulate;

import org.jspecify.annotations.NullMarked;
