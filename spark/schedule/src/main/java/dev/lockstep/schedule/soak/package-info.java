/**
 * Many plain threads on one store for a while, no schedule: what they run, what came of it, and the
 * probe in every wait. No type of Spark's.
 */
@NullMarked
package dev.lockstep.schedule.soak;

import org.jspecify.annotations.NullMarked;
