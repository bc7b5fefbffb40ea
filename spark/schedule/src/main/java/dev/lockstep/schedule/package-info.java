/**
 * Runs threads one at a time, in an order that a {@link dev.lockstep.schedule.Scheduler} chooses.
 *
 * <p>Woven code (package {@code weave}) calls {@link dev.lockstep.schedule.Points} wherever it
 * would lock, unlock, wait, signal or use a concurrent collection. There the thread stops and says
 * what it is about to do; an {@link dev.lockstep.schedule.Execution} keeps a shadow of every lock
 * and so knows which threads can go on. The real locks are never taken. A schedule is the sequence
 * of the choices, and the same schedule gives the same run.
 *
 * <p>Not there: spurious wake-ups, waits with a time limit, threads that the scheduled code starts.
 */
@NullMarked
package dev.lockstep.schedule;

import org.jspecify.annotations.NullMarked;
