/** Recorded traces of other people's caches and of ours, in the formats that they come in. */
@NullMarked
package dev.lockstep.simulator.input;

import org.jspecify.annotations.NullMarked;
