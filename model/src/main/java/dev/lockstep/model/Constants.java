package dev.lockstep.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The constants of {@code EvictionContract.tla}: what is fixed during one trace or exploration.
 * Sizes are in units. The assumptions of the module are checked here.
 *
 * @param tasks number of tasks, 1000 at most; they are numbered from 1
 * @param blocks the blocks, ids unique
 * @param onHeap pool of the mode ON_HEAP; Spark wants its region below its maximum
 * @param offHeap pool of the mode OFF_HEAP
 * @param unrollThreshold units that unrolling a block reserves first, at least 1
 * @param unrollModes modes in which tasks reserve unroll memory by itself
 * @param executionModes modes in which tasks ask for execution memory
 * @param demands amounts of execution memory asked for or given back at once
 * @param locksMax bound: read locks that one task takes on one block
 * @param deferredRelease R8: releases run after the call has left the monitor, not inside it
 */
public record Constants(
    int tasks,
    List<BlockSpec> blocks,
    PoolSpec onHeap,
    PoolSpec offHeap,
    int unrollThreshold,
    Set<MemoryMode> unrollModes,
    Set<MemoryMode> executionModes,
    SortedSet<Integer> demands,
    int locksMax,
    boolean deferredRelease) {

  /** Nobody looks at more; each is asked for by itself in every state and on every line. */
  private static final int TASKS_MAX = 1000;

  /** Constants of a store whose releases run inside the call (R8). */
  public Constants(
      int tasks,
      List<BlockSpec> blocks,
      PoolSpec onHeap,
      PoolSpec offHeap,
      int unrollThreshold,
      Set<MemoryMode> unrollModes,
      Set<MemoryMode> executionModes,
      SortedSet<Integer> demands,
      int locksMax) {
    this(
        tasks,
        blocks,
        onHeap,
        offHeap,
        unrollThreshold,
        unrollModes,
        executionModes,
        demands,
        locksMax,
        false);
  }

  public Constants {
    blocks = List.copyOf(blocks);
    unrollModes = inOrder(unrollModes);
    executionModes = inOrder(executionModes);
    demands = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(demands));
    require(
        tasks >= 1 && tasks <= TASKS_MAX,
        "tasks",
        "must be from 1 to " + TASKS_MAX + ", was " + tasks);
    require(unrollThreshold >= 1, "unrollThreshold", "must be at least 1");
    require(locksMax >= 0, "locksMax", "must be at least 0, was " + locksMax);
    require(
        onHeap.region() < onHeap.max(),
        "onHeap.region",
        "must be less than onHeap.max (" + onHeap.max() + "): Spark wants execution memory");
    require(
        offHeap.max() == 0 || offHeap.region() < offHeap.max(),
        "offHeap.region",
        "must be less than offHeap.max (" + offHeap.max() + "), as Spark's storage fraction");
    Map<String, BlockSpec> seen = new HashMap<>();
    for (BlockSpec block : blocks) {
      require(
          seen.put(block.id(), block) == null, "blocks", "block " + block.id() + " stands twice");
    }
    for (int demand : demands) {
      require(demand >= 1, "demands", "must be at least 1, was " + demand);
    }
    for (MemoryMode mode : executionModes) {
      PoolSpec pool = mode == MemoryMode.ON_HEAP ? onHeap : offHeap;
      String which = mode + " has execution memory, so it";
      requireEvenShares(tasks, pool.max(), "max", which);
      requireEvenShares(tasks, pool.region(), "region", which);
      for (BlockSpec block : blocks) {
        if (block.mode() == mode) {
          requireEvenShares(tasks, block.size(), "size", "block " + block.id());
        }
      }
      boolean unrolls =
          unrollModes.contains(mode)
              || (mode == MemoryMode.ON_HEAP
                  && blocks.stream().anyMatch(b -> b.kind() == BlockKind.DESERIALIZED));
      if (unrolls) {
        requireEvenShares(tasks, unrollThreshold, "unrollThreshold", which);
      }
    }
  }

  /** The same constants with releases deferred or not (R8). */
  public Constants withDeferredRelease(boolean deferred) {
    return new Constants(
        tasks,
        blocks,
        onHeap,
        offHeap,
        unrollThreshold,
        unrollModes,
        executionModes,
        demands,
        locksMax,
        deferred);
  }

  /** The same constants with other blocks. */
  public Constants withBlocks(List<BlockSpec> others) {
    return new Constants(
        tasks,
        others,
        onHeap,
        offHeap,
        unrollThreshold,
        unrollModes,
        executionModes,
        demands,
        locksMax,
        deferredRelease);
  }

  /** Sets that print in one order on every run. */
  private static Set<MemoryMode> inOrder(Set<MemoryMode> modes) {
    return java.util.Collections.unmodifiableSortedSet(new TreeSet<>(modes));
  }

  /** The pool of a mode. */
  public PoolSpec pool(MemoryMode mode) {
    return mode == MemoryMode.ON_HEAP ? onHeap : offHeap;
  }

  /** The position of a block in {@link #blocks}. */
  public int indexOf(String id) {
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i).id().equals(id)) {
        return i;
      }
    }
    throw new IllegalArgumentException("block " + id + " is not declared");
  }

  /** Whether a block of this id is declared. */
  public boolean declares(String id) {
    return blocks.stream().anyMatch(b -> b.id().equals(id));
  }

  /** The block of this id. */
  public BlockSpec block(String id) {
    return blocks.get(indexOf(id));
  }

  /**
   * A task's share is the pool divided by the active tasks. Spark divides bytes, the model divides
   * units: they agree if nothing is ever left over.
   */
  private static void requireEvenShares(int tasks, int units, String field, String subject) {
    for (int k = 1; k <= tasks; k++) {
      require(
          units % k == 0,
          field,
          subject + " must be a multiple of " + k + " units for " + tasks + " tasks, was " + units);
    }
  }

  private static void require(boolean condition, String field, String message) {
    if (!condition) {
      throw new InvalidConstantException(field, message);
    }
  }
}
