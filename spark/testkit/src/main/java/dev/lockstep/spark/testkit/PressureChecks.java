package dev.lockstep.spark.testkit;

import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativePutResult;
import org.apache.spark.storage.RDDBlockId;

/** R4, R12: which of the engine's blocks go when others need memory. */
final class PressureChecks {
  private static final long TASK = 77;

  private PressureChecks() {}

  /** Asks for execution memory of this many payloads, twice if releases are deferred. */
  static long acquire(EngineLab lab, int payloads) {
    long wanted = payloads * lab.size().reserved();
    long granted = lab.manager().memory().acquireExecutionMemory(wanted, TASK, lab.mode());
    lab.settle();
    if (granted < wanted) {
      granted += lab.manager().memory().acquireExecutionMemory(wanted - granted, TASK, lab.mode());
    }
    return granted;
  }

  static void giveBack(EngineLab lab) {
    lab.manager().memory().releaseAllExecutionMemoryForTask(TASK);
  }

  static void executionTakesBackWhatItLent(EngineLab lab) throws Exception {
    for (int i = 0; i < EngineLab.SLOTS; i++) {
      lab.stored("block-" + i, i);
    }
    int region = EngineLab.SLOTS / 2;

    long granted = acquire(lab, region);

    lab.allocated(region, "R12: a task took the execution memory back that storage had borrowed.");
    Verdict.that(
        granted == region * lab.size().reserved(),
        "R12: execution got %d bytes of %d.",
        granted,
        region * lab.size().reserved());
    for (int i = region; i < EngineLab.SLOTS; i++) {
      lab.readable(EngineLab.id("block-" + i), i, "R12: the blocks in the storage region stay.");
    }
    giveBack(lab);
  }

  static void readsCountAsUse(EngineLab lab) throws Exception {
    NativeBlockId a = lab.stored("a", 1);
    NativeBlockId b = lab.stored("b", 2);
    lab.stored("c", 3);
    lab.stored("d", 4);
    lab.readable(a, 1, "R4: the engine reads the block that was put first.");

    lab.press(1);

    Verdict.that(
        lab.has(a) && !lab.has(b),
        "R4: the engine has read %s after %s was put, so the least recent is %s. Spark evicted the"
            + " one that was read: the engine reads past Spark, without pinNative.",
        a,
        b,
        b);
    lab.allocated(EngineLab.SLOTS - 1, "R4: one of four blocks was evicted.");
  }

  static void ownRddNeverEvicts(EngineLab lab) throws Exception {
    for (int i = 0; i < EngineLab.SLOTS; i++) {
      NativePutResult result = lab.put(NativeBlockId.ofRdd("testkit", "part-" + i, 7), i);
      Verdict.that(
          result == NativePutResult.STORED, "R1: there is space for block %d; %s", i, result);
    }
    BlockId sameRdd = new RDDBlockId(7, 0);

    boolean stored = lab.putJvm(sameRdd, 1);
    lab.settle();

    Verdict.that(
        !stored,
        "R4: a block of RDD 7 evicted native blocks of RDD 7. Register each block under the id that"
            + " names its RDD.");
    lab.allocated(EngineLab.SLOTS, "R4: blocks of an RDD do not evict each other.");
    lab.putJvm(new RDDBlockId(8, 0), 1);
    lab.settle();
    lab.allocated(EngineLab.SLOTS - 1, "R4: a block of another RDD evicts one of them.");
  }
}
