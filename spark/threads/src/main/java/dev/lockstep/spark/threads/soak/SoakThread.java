package dev.lockstep.spark.threads.soak;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.spark.TaskContext$;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.storage.StorageLevel;
import scala.collection.Iterator$;
import scala.reflect.ClassTag$;

/**
 * One thread of a soak: calls as its task, whose attempt another thread may be ending.
 *
 * <p>A thread of a shared task puts nothing on the heap. Its attempt may end in the middle of an
 * eviction, which stock's locks of JVM blocks do not stand
 * (docs/findings/unlock-beside-task-end.md); and those are on the heap.
 */
final class SoakThread {
  /** Pins that a thread has open at a time. */
  private static final int MOST_OPEN = 4;

  /** Calls of each thread on a store that has stopped. */
  private static final int AFTER_STOP = 10;

  private static final int RDDS = 900;
  private static final StorageLevel VALUES = StorageLevel.apply(false, true, false, true, 1);

  private final SoakedStore store;
  private final SoakedBlockManager manager;
  private final Engine engine;
  private final Board board;
  private final SoakedTask task;
  private final boolean leads;
  private final SplittableRandom random;
  private final Deque<Reading> open = new ArrayDeque<>();
  private final Deque<BlockId> ownBlocks = new ArrayDeque<>();
  private final int number;
  private int jvmBlocks;

  SoakThread(SoakedStore store, SoakedTask task, boolean leads, int number) {
    this.store = store;
    this.manager = store.manager();
    this.engine = store.engine();
    this.board = engine.board();
    this.task = task;
    this.leads = leads;
    this.number = number;
    this.random = new SplittableRandom(board.plan().seed() * 1_000 + number);
  }

  /** One of the three parts of a soak, without the rests between them. */
  void steps(int part) {
    int afterStop = 0;
    for (int step = 0; isToGoOn(part, step, afterStop); step++) {
      if (board.isDecommissioned()) {
        board.count(Count.AFTER_DECOMMISSION);
      }
      if (board.isStopping()) {
        board.count(Count.BESIDE_STOP);
      }
      if (store.hasStopped()) {
        afterStop++;
      }
      Attempt attempt = task.attempt();
      attempt.enter();
      int now = step;
      call(attempt, () -> turn(part, now, attempt));
    }
    closeReads();
  }

  /** The last part goes on until the stop is over, and a little longer. */
  private boolean isToGoOn(int part, int step, int afterStop) {
    boolean isOver =
        part == Once.PARTS - 1 ? afterStop >= AFTER_STOP : step >= board.plan().steps();
    return !isOver && !board.hasFailed();
  }

  /** A step is a call of the seed's choice, or what is to happen once in a soak. */
  private void turn(int part, int step, Attempt attempt) {
    switch (store.once().at(part, step, number)) {
      case DECOMMISSION -> store.decommission();
      case STOP -> {
        closeReads();
        TaskContext$.MODULE$.unset();
        store.stop();
      }
      case NOTHING -> step(attempt);
    }
  }

  private void call(Attempt attempt, Runnable call) {
    try {
      call.run();
    } catch (Throwable thrown) {
      Expected.ofCall(thrown, attempt, board);
    }
  }

  private void step(Attempt attempt) {
    int draw = random.nextInt(100);
    if (draw < 25) {
      engine.put(board.newId(random), mode(), random);
    } else if (draw < 30) {
      engine.put(board.any(random), mode(), random);
    } else if (draw < 55) {
      read(attempt);
    } else if (draw < 67) {
      closeReads();
      engine.remove(board.any(random), random);
    } else if (draw < 68) {
      closeReads();
      engine.removeOwned(random.nextInt(Board.OWNERS), random.nextBoolean());
    } else if (draw < 70) {
      closeReads();
      engine.natives().awaitReleases();
    } else if (task.isShared()) {
      stepOfShared(attempt);
    } else {
      stepOfOwn(attempt, draw);
    }
  }

  /** The end of the attempt is what the other threads' calls are to meet, pins above all. */
  private void stepOfShared(Attempt attempt) {
    if (leads) {
      endTask();
    } else {
      read(attempt);
    }
  }

  private void stepOfOwn(Attempt attempt, int draw) {
    if (draw < 78) {
      endTask();
    } else if (draw < 94) {
      store.lifecycle().beforeStop(random.nextInt(3) > 0 ? this::putJvm : this::removeJvm);
    } else {
      execute(attempt);
    }
  }

  private MemoryMode mode() {
    return task.isShared() || random.nextBoolean() ? MemoryMode.OFF_HEAP : MemoryMode.ON_HEAP;
  }

  /** The oldest pin is closed, often this one: those that stay cross the steps that follow. */
  private void read(Attempt attempt) {
    pinAny(attempt);
    if (!open.isEmpty() && (open.size() >= MOST_OPEN || random.nextInt(3) > 0)) {
      close(open.remove());
    }
  }

  private void pinAny(Attempt attempt) {
    NativeBlockId id = board.any(random);
    Optional<Reading> reading = engine.pin(id, attempt, random.nextInt(4) > 0);
    reading.ifPresent(open::add);
  }

  private void putJvm() {
    BlockId id = new RDDBlockId(RDDS + random.nextInt(4), number + 1_000 * jvmBlocks++);
    if (manager.<AutoCloseable>putIterator(
        id,
        Iterator$.MODULE$.<AutoCloseable>single(new ClosingValue(engine, random)),
        VALUES,
        true,
        ClassTag$.MODULE$.apply(AutoCloseable.class))) {
      board.count(Count.JVM_BLOCK);
      ownBlocks.add(id);
    }
  }

  /**
   * Removes a block of this thread's own, if it is still there, which closes its value outside of
   * any eviction. With the monitor held, so that none begins: stock may lock a block that has just
   * been evicted, and fails (docs/findings/lock-of-a-removed-block.md). Nobody else wants the lock.
   */
  private void removeJvm() {
    BlockId id = ownBlocks.pollLast();
    if (id != null) {
      closeReads();
      synchronized (manager.memory()) {
        manager.removeBlock(id, true);
      }
      board.count(Count.JVM_REMOVAL);
    }
  }

  /** All JVM blocks go; when no call is under way. */
  static void removeJvmBlocks(SoakedBlockManager manager) {
    for (int rdd = 0; rdd < 4; rdd++) {
      manager.removeRdd(RDDS + rdd);
    }
  }

  private void execute(Attempt attempt) {
    closeReads();
    long wanted = Board.UNIT * (1 + random.nextInt(Board.SLOTS / 2));
    try {
      manager.memory().acquireExecutionMemory(wanted, attempt.number(), mode());
      board.count(Count.EXECUTION);
    } finally {
      manager.memory().releaseAllExecutionMemoryForTask(attempt.number());
    }
  }

  /** The attempt ends with pins open, this thread's and others', which may be in calls as it. */
  private void endTask() {
    task.end();
    task.beginNext();
    closeReads();
  }

  /** For a look at the locks: some pins, each protected by the task's attempt. */
  void pinAtRest() {
    Attempt attempt = task.attempt();
    attempt.enter();
    call(attempt, () -> pinAny(attempt));
    call(attempt, () -> pinAny(attempt));
  }

  /** The end of a part: the leader ends the task, whatever the others have open. */
  void endPart() {
    if (leads) {
      Attempt attempt = task.attempt();
      attempt.enter();
      call(attempt, task::end);
    }
  }

  /** The beginning of the next part. */
  void beginPart() {
    closeReads();
    if (leads) {
      task.beginNext();
    }
    TaskContext$.MODULE$.unset();
  }

  int openReads() {
    return open.size();
  }

  private void closeReads() {
    open.forEach(this::close);
    open.clear();
  }

  private void close(Reading reading) {
    if (reading.attempt().isEnding()) {
      board.count(Count.PIN_LOST);
    }
    reading.close();
  }
}
