package dev.lockstep.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A state of the store between two calls: the variables of {@code EvictionContract.tla} without
 * {@code outcome}. Immutable and canonical: two states are equal if and only if their encodings
 * are. Blocks are positions in {@link Constants#blocks}, tasks are numbered from 1, units as there.
 */
public final class StoreState {
  /** Execution memory of a task that the pool does not know. */
  public static final int INACTIVE = -1;

  private final int tasks;
  private final int blocks;
  private final int[] lru;
  private final int[] cells;

  /**
   * Layout of {@code cells}: locks[block][task], releases[block], used[mode], pool[mode],
   * unroll[mode][task], exec[mode][task].
   */
  private StoreState(int tasks, int blocks, int[] lru, int[] cells) {
    this.tasks = tasks;
    this.blocks = blocks;
    this.lru = lru;
    this.cells = cells;
  }

  /** The initial state: no entry, each storage pool as large as its region. */
  public static StoreState initial(Constants constants) {
    int tasks = constants.tasks();
    int blocks = constants.blocks().size();
    Draft draft =
        new Draft(
            new StoreState(
                tasks, blocks, new int[0], new int[blocks * (tasks + 1) + 4 + 4 * tasks]));
    for (MemoryMode mode : MemoryMode.values()) {
      draft.pool(mode, constants.pool(mode).region());
      for (int t = 1; t <= tasks; t++) {
        draft.exec(mode, t, INACTIVE);
      }
    }
    return draft.done();
  }

  public int tasks() {
    return tasks;
  }

  public int blocks() {
    return blocks;
  }

  /** The entries' blocks, least recent first. */
  public int[] lru() {
    return lru.clone();
  }

  public int entryCount() {
    return lru.length;
  }

  /** The block of the i-th entry, from the least recent. */
  public int entry(int i) {
    return lru[i];
  }

  public boolean resident(int block) {
    for (int b : lru) {
      if (b == block) {
        return true;
      }
    }
    return false;
  }

  /** Read locks that a task holds on a block; on a native block these are its pins. */
  public int locks(int block, int task) {
    return cells[block * tasks + task - 1];
  }

  /** Whether nobody reads the block. */
  public boolean unlocked(int block) {
    for (int t = 1; t <= tasks; t++) {
      if (locks(block, t) > 0) {
        return false;
      }
    }
    return true;
  }

  /** Calls of release for the latest registration of a native block. */
  public int releases(int block) {
    return cells[releasesAt(block)];
  }

  /** Storage memory in use. */
  public int used(MemoryMode mode) {
    return cells[usedAt(mode)];
  }

  /** Size of the storage pool. */
  public int pool(MemoryMode mode) {
    return cells[poolAt(mode)];
  }

  /** Unroll memory of a task. */
  public int unroll(MemoryMode mode, int task) {
    return cells[unrollAt(mode, task)];
  }

  /** Execution memory of a task, or {@link #INACTIVE}. */
  public int exec(MemoryMode mode, int task) {
    return cells[execAt(mode, task)];
  }

  /** Execution memory of all tasks. */
  public int executionUsed(MemoryMode mode) {
    int sum = 0;
    for (int t = 1; t <= tasks; t++) {
      sum += Math.max(0, exec(mode, t));
    }
    return sum;
  }

  /** The blocks of the recency order by id. */
  public List<String> order(Constants constants) {
    List<String> ids = new ArrayList<>(lru.length);
    for (int b : lru) {
      ids.add(constants.blocks().get(b).id());
    }
    return ids;
  }

  private int releasesAt(int block) {
    return blocks * tasks + block;
  }

  private int usedAt(MemoryMode mode) {
    return blocks * (tasks + 1) + mode.ordinal();
  }

  private int poolAt(MemoryMode mode) {
    return blocks * (tasks + 1) + 2 + mode.ordinal();
  }

  private int unrollAt(MemoryMode mode, int task) {
    return blocks * (tasks + 1) + 4 + mode.ordinal() * tasks + task - 1;
  }

  private int execAt(MemoryMode mode, int task) {
    return blocks * (tasks + 1) + 4 + (2 + mode.ordinal()) * tasks + task - 1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoreState state
        && Arrays.equals(lru, state.lru)
        && Arrays.equals(cells, state.cells);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(lru) + Arrays.hashCode(cells);
  }

  @Override
  public String toString() {
    return "lru " + Arrays.toString(lru) + " cells " + Arrays.toString(cells);
  }

  /** A state in the making: what one call works on. Not shared, used once. */
  static final class Draft {
    private final StoreState base;
    private int[] lru;
    private final int[] cells;

    Draft(StoreState base) {
      this.base = base;
      this.lru = base.lru;
      this.cells = base.cells.clone();
    }

    int entryCount() {
      return lru.length;
    }

    int entry(int i) {
      return lru[i];
    }

    void append(int block) {
      lru = Arrays.copyOf(lru, lru.length + 1);
      lru[lru.length - 1] = block;
    }

    void leave(int block) {
      int[] rest = new int[lru.length - 1];
      int n = 0;
      for (int b : lru) {
        if (b != block) {
          rest[n++] = b;
        }
      }
      lru = rest;
    }

    void locks(int block, int task, int count) {
      cells[block * base.tasks + task - 1] = count;
    }

    int releases(int block) {
      return cells[base.releasesAt(block)];
    }

    void releases(int block, int count) {
      cells[base.releasesAt(block)] = count;
    }

    int used(MemoryMode mode) {
      return cells[base.usedAt(mode)];
    }

    void used(MemoryMode mode, int units) {
      cells[base.usedAt(mode)] = units;
    }

    int pool(MemoryMode mode) {
      return cells[base.poolAt(mode)];
    }

    void pool(MemoryMode mode, int units) {
      cells[base.poolAt(mode)] = units;
    }

    int unroll(MemoryMode mode, int task) {
      return cells[base.unrollAt(mode, task)];
    }

    void unroll(MemoryMode mode, int task, int units) {
      cells[base.unrollAt(mode, task)] = units;
    }

    void exec(MemoryMode mode, int task, int units) {
      cells[base.execAt(mode, task)] = units;
    }

    StoreState done() {
      return new StoreState(base.tasks, base.blocks, lru, cells);
    }
  }
}
