package dev.lockstep.spark.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativePutResult;
import org.apache.spark.storage.RDDBlockId;
import org.jspecify.annotations.Nullable;

/** One thread of a soak: a task after the other, each a random mix of calls. */
final class SoakWorker {
  /** Reads that a thread has open at a time. */
  static final int MOST_OPEN = 3;

  private static final int RDDS = 900;
  private static final int JVM_RDDS = 4;

  private final EngineLab lab;
  private final SoakPlan plan;
  private final SoakBoard board;
  private final int number;
  private final SplittableRandom random;
  private final Deque<OpenPayload> open = new ArrayDeque<>();
  private final int quota;
  private int stored;
  private int made;
  private long task;

  SoakWorker(EngineLab lab, SoakPlan plan, SoakBoard board, int number, int quota) {
    this.lab = lab;
    this.plan = plan;
    this.board = board;
    this.number = number;
    this.quota = quota;
    this.random = new SplittableRandom(plan.seed() * plan.threads() + number);
  }

  void run() throws Exception {
    try {
      beginTask();
      while (stored < quota && !board.hasFailed()) {
        step();
      }
      endTask();
    } catch (Throwable failure) {
      board.fail();
      // So that nobody waits for its pins, which would hide the failure.
      Tasks.end(lab.manager(), task);
      throw failure;
    }
  }

  private void step() throws Exception {
    int draw = random.nextInt(100);
    if (draw < 45) {
      put(NativeBlockId.of("soak", number + "-" + made++));
    } else if (draw < 50) {
      put(board.any(random));
    } else if (draw < 75) {
      read(board.any(random));
    } else if (draw < 86) {
      remove(board.any(random), draw < 82);
    } else if (draw < 92) {
      putJvm();
    } else if (draw < 96) {
      endTask();
      beginTask();
    } else {
      execute();
    }
  }

  private void put(@Nullable NativeBlockId id) throws Exception {
    if (id == null) {
      return;
    }
    boolean tooLarge = random.nextInt(100) == 0;
    long bytes = plan.payloadBytes() * (tooLarge ? plan.slots() + 1 : 1 + random.nextInt(2));
    NativePutResult result = lab.engine().put(id, bytes, SoakBoard.pattern(id));
    switch (result) {
      case STORED -> {
        stored++;
        board.publish(id, random);
      }
      case NO_SPACE -> {
        board.noSpace.incrementAndGet();
        // With deferred releases the space may be there when they have run.
        if (random.nextBoolean()) {
          lab.settle();
        }
      }
      case DUPLICATE -> board.duplicates.incrementAndGet();
    }
  }

  private void read(@Nullable NativeBlockId id) throws Exception {
    if (id == null) {
      return;
    }
    Optional<? extends OpenPayload> opened = lab.engine().open(id);
    if (opened.isEmpty()) {
      return;
    }
    OpenPayload payload = opened.get();
    open.add(payload);
    EngineLab.intact(payload, SoakBoard.pattern(id), "R11: " + id + " was read under a pin.");
    board.reads.incrementAndGet();
    // The oldest read ends, often this one: the pins that stay cross the steps that follow.
    if (open.size() > MOST_OPEN - 1 || random.nextInt(3) > 0) {
      open.remove().close();
    }
  }

  /** A removal waits for readers (R11), this thread's own among them: so they end first. */
  private void remove(@Nullable NativeBlockId id, boolean byEngine) throws Exception {
    if (id == null) {
      return;
    }
    closeReads();
    if (!byEngine) {
      lab.manager().removeBlock(id, false);
    } else if (lab.engine().remove(id)) {
      board.removals.incrementAndGet();
    }
  }

  /**
   * A new JVM block, which pushes others out and is pushed out by them. It is neither read nor
   * removed: stock Spark may lock a JVM block that another thread has just evicted, and then fails
   * (docs/findings/lock-of-a-removed-block.md).
   */
  private void putJvm() {
    BlockId id = new RDDBlockId(RDDS + random.nextInt(JVM_RDDS), number + plan.threads() * made++);
    if (lab.putJvm(id, 1)) {
      board.jvmBlocks.incrementAndGet();
    }
  }

  /** All JVM blocks of all threads go; for the end. */
  static void removeJvmBlocks(EngineLab lab) {
    for (int i = 0; i < JVM_RDDS; i++) {
      lab.manager().removeRdd(RDDS + i);
    }
  }

  private void execute() {
    closeReads();
    long wanted = plan.payloadBytes() * (1 + random.nextInt(plan.slots() / 2));
    lab.manager().memory().acquireExecutionMemory(wanted, task, lab.mode());
    lab.manager().memory().releaseAllExecutionMemoryForTask(task);
  }

  private void beginTask() {
    task = board.tasks.incrementAndGet();
    Tasks.begin(lab.manager(), task);
  }

  /** The task ends with reads open: the engine closes them, and their late closes do no harm. */
  private void endTask() {
    board.openAtTaskEnd.addAndGet(open.size());
    PinChecks.noneLeft(Tasks.end(lab.manager(), task));
    closeReads();
  }

  private void closeReads() {
    open.forEach(OpenPayload::close);
    open.clear();
  }
}
