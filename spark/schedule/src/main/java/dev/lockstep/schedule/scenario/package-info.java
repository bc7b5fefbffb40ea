/**
 * What is run under a schedule: a few calls by a few tasks, what may come of them, and what did. No
 * type of Spark's; the calls are words that the store's side understands.
 */
@NullMarked
package dev.lockstep.schedule.scenario;

import org.jspecify.annotations.NullMarked;
