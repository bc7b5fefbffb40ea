package dev.lockstep.model.lock;

/**
 * The variables of {@code MemoryStoreState.tla}, to be read. Blocks are positions in {@link
 * LockConstants#blocks}; the native ones come first.
 */
public interface LockView {
  /** A value of {@link #info}: there is no block info. */
  int ABSENT = -1;

  /** A value of {@link #exec}: the pool of execution memory does not know the task. */
  int INACTIVE = -1;

  /** No thread. */
  int NOBODY = 0;

  /** The recency order, least recent first. */
  BlockSequence lru();

  /** {@link #ABSENT}, {@link #NOBODY}, or the thread that holds the block's write lock. */
  int info(int block);

  /** Read locks that a task holds on a block. */
  int readers(int block, int task);

  /** Payloads of a native block that are registered and whose release has not begun. */
  int alive(int block);

  /** Units of storage memory in use. */
  int used();

  /** Units in the storage pool. */
  int pool();

  /** Units of execution memory of a task, or {@link #INACTIVE}. */
  int exec(int task);

  /** Who holds the monitor, or {@link #NOBODY}. */
  int owner();

  /** How often the monitor is held. */
  int depth();

  /** Which eviction holds the lock of the entries while it chooses, or {@link #NOBODY}. */
  int scanning();

  /** Who holds the engine's lock, or {@link #NOBODY}. */
  int engine();

  /** Deferred releases, oldest first. */
  BlockSequence queue();

  /** Whether the block manager has been stopped. */
  boolean ended();

  /** What a thread is in. */
  FrameStack stack(int thread);

  int tasks();

  int threads();

  int blocks();

  int natives();

  /** Whether no task reads the block. */
  default boolean unread(int block) {
    for (int t = 1; t <= tasks(); t++) {
      if (readers(block, t) > 0) {
        return false;
      }
    }
    return true;
  }

  /** Execution memory of all tasks. */
  default int executionUsed() {
    int sum = 0;
    for (int t = 1; t <= tasks(); t++) {
      sum += Math.max(0, exec(t));
    }
    return sum;
  }

  /** A stop forgets the infos, and then the tasks. */
  default boolean tasksKnown() {
    for (int t = 1; t <= threads() && ended(); t++) {
      if (stack(t).in(Call.STOP, Place.TASKS)) {
        return true;
      }
    }
    return !ended();
  }

  /** Whether no thread is in a call. */
  default boolean quiet() {
    for (int t = 1; t <= threads(); t++) {
      if (!idle(t)) {
        return false;
      }
    }
    return true;
  }

  default boolean idle(int thread) {
    return stack(thread).isEmpty();
  }
}
