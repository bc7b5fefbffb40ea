package dev.lockstep.simulator.store;

import dev.lockstep.model.StoreState;
import java.util.Arrays;

/**
 * The books of one mode's memory: its pools, and what each task has of it. Fields rather than
 * arrays, which a compiler can tell apart.
 */
final class PoolBooks {
  /** Storage and execution memory together. */
  final long max;

  /** What execution can't take back. */
  final long region;

  /** Storage memory in use. */
  long used;

  /** The storage pool. */
  long size;

  /** Execution memory in use. */
  long execution;

  /** Tasks that have execution memory. */
  private int active;

  private final long[] exec;
  private final long[] unroll;

  /** Nobody has anything; tasks are numbered from 1. */
  PoolBooks(long max, long region, int tasks) {
    this.max = max;
    this.region = region;
    this.size = region;
    this.exec = new long[tasks + 1];
    this.unroll = new long[tasks + 1];
    Arrays.fill(exec, StoreState.INACTIVE);
  }

  long free() {
    return size - used;
  }

  /** The execution memory of a task; {@link StoreState#INACTIVE} for none. */
  long exec(int task) {
    return exec[task];
  }

  void setExec(int task, long units) {
    long before = exec[task];
    execution += Math.max(0, units) - Math.max(0, before);
    active += (units == StoreState.INACTIVE ? 0 : 1) - (before == StoreState.INACTIVE ? 0 : 1);
    exec[task] = units;
  }

  /** Tasks that have execution memory, this one counted in any case. */
  int active(int task) {
    return active + (exec[task] == StoreState.INACTIVE ? 1 : 0);
  }

  /** The unroll memory of a task. */
  long unroll(int task) {
    return unroll[task];
  }

  /** Storage memory that is in use already is from now on unroll memory of a task. */
  void keepForUnrolling(int task, long units) {
    unroll[task] += units;
  }

  /** A task's unroll memory is not in use any more; how much it was. */
  long giveBackUnroll(int task) {
    long units = unroll[task];
    used -= units;
    unroll[task] = 0;
    return units;
  }

  /** No storage memory is in use, for whatever it was. */
  void clearStorage() {
    Arrays.fill(unroll, 0);
    used = 0;
  }
}
