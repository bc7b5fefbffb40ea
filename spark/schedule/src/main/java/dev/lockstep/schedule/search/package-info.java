/** Ways through the schedules of some threads: one class each. */
@NullMarked
package dev.lockstep.schedule.search;

import org.jspecify.annotations.NullMarked;
