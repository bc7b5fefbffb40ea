/** Puts calls of {@link dev.lockstep.schedule.Points} into classes, by bytecode. */
@NullMarked
package dev.lockstep.schedule.weave;

import org.jspecify.annotations.NullMarked;
