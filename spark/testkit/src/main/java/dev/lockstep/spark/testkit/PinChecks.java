package dev.lockstep.spark.testkit;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.PinnedNativeBlock;

/** R11, R13: the engine reads under a pin, and gives the pin back. */
final class PinChecks {
  private static final long TASK = 1;
  private static final String NO_PIN =
      " The engine must pin a block (NativeBlockStore.pinNative) as long as it reads.";

  private PinChecks() {}

  private static OpenPayload open(EngineLab lab, NativeBlockId id) throws Exception {
    Optional<? extends OpenPayload> opened = lab.engine().open(id);
    Verdict.that(opened.isPresent(), "R11: %s is resident, and the engine can't open it.", id);
    return opened.orElseThrow();
  }

  static void readingHoldsOnePin(EngineLab lab) throws Exception {
    NativeBlockId a = lab.stored("a", 1);
    OpenPayload payload = open(lab, a);
    int open = lab.readers(a);
    payload.close();
    int closed = lab.readers(a);

    Verdict.that(open >= 1, "R11: the engine reads %s without a pin.%s", a, NO_PIN);
    Verdict.that(
        closed == 0,
        "R11: the read of %s is closed and %d pins are left: Spark can't evict it any more.",
        a,
        closed);
    payload.close();
    Verdict.that(lab.readers(a) == 0, "R11: closing a read twice changed the block's locks.");
  }

  static void pinnedPayloadStays(EngineLab lab) throws Exception {
    NativeBlockId a = lab.stored("a", 1);
    OpenPayload payload = open(lab, a);
    lab.stored("b", 2);
    boolean all = lab.press(EngineLab.SLOTS);
    lab.press(EngineLab.SLOTS - 1);
    long granted = PressureChecks.acquire(lab, EngineLab.SLOTS);

    EngineLab.intact(payload, 1, "R11: Spark needs memory while the engine reads." + NO_PIN);
    Verdict.that(
        !all && lab.has(a), "R11: %s was evicted while the engine was reading it.%s", a, NO_PIN);
    Verdict.that(
        granted <= (EngineLab.SLOTS - 1) * lab.size().reserved(),
        "R12: execution took the memory of a pinned payload.");
    payload.close();
    PressureChecks.giveBack(lab);
    Verdict.that(
        lab.press(EngineLab.SLOTS), "R11: the read is closed, and the block can't be evicted.");
    lab.allocated(0, "R11: after the read the block was evicted.");
  }

  static void removalWaitsForTheReader(EngineLab lab) throws Exception {
    NativeBlockId a = lab.stored("a", 1);
    OpenPayload payload = open(lab, a);
    CompletableFuture<Boolean> removal =
        lab.threads().start("thread that removes", () -> lab.engine().remove(a));
    boolean waits = LabThreads.stillRuns(removal);
    // Not by the engine's count: the payload itself tells whether it is still there.
    EngineLab.intact(payload, 1, "R11: the block is being removed while the engine reads.");
    Verdict.that(waits, "R11: the removal of %s did not wait for its reader.%s", a, NO_PIN);

    payload.close();
    lab.threads().await(removal, "R11: the read is closed, and the removal still waits.");
    lab.settle();
    lab.allocated(0, "R11: the removal waited for the reader, then ended.");
  }

  static void taskEndDropsPins(EngineLab lab) throws Exception {
    NativeBlockId a = lab.stored("a", 1);
    Tasks.begin(lab.manager(), TASK);
    OpenPayload payload = open(lab, a);
    Tasks.end(lab.manager(), TASK);
    Verdict.that(
        lab.readers(a) == 0,
        "R11: the task has ended and %s is still pinned: pin on the task's own thread.",
        a);
    try (PinnedNativeBlock other = lab.keep(a)) {
      closeLate(payload);
      Verdict.that(
          lab.readers(a) == 1,
          "R11: closing a read after its task's end took the pin of another reader of %s.",
          other.id());
    }
    lab.press(EngineLab.SLOTS);
    lab.allocated(0, "R11: a task ended with a read open, and its block was evicted.");
  }

  /** What Spark says in its log, and with {@code exceptionOnPinLeak} by a failure of the task. */
  static void taskEndLeavesNoPin(EngineLab lab) throws Exception {
    NativeBlockId a = lab.stored("a", 1);
    Tasks.begin(lab.manager(), TASK);
    OpenPayload payload = open(lab, a);
    noneLeft(Tasks.end(lab.manager(), TASK));
    closeLate(payload);
  }

  /** The locks that Spark found when a task had ended. */
  static void noneLeft(List<BlockId> left) {
    Verdict.that(
        left.isEmpty(),
        "R11: a task has ended and Spark finds pins that it has left, of %s: a line in the log, and"
            + " with spark.storage.exceptionOnPinLeak a failure of the task. The engine must close"
            + " the task's reads in a listener (TaskContext.addTaskCompletionListener).",
        left);
  }

  private static void closeLate(OpenPayload payload) {
    try {
      payload.close();
    } catch (RuntimeException | AssertionError failure) {
      throw Verdict.failure(
          failure, "R11: closing a read after its pin was lost must do no harm; %s", failure);
    }
  }

  static void stopEndsAllPins(EngineLab lab) throws Exception {
    NativeBlockId a = lab.stored("a", 1);
    OpenPayload payload = open(lab, a);
    lab.manager().stop();
    lab.settle();
    if (lab.engine().bytesOutstanding() > 0) {
      // The engine may keep the payload for its reader, if it keeps it whole.
      EngineLab.intact(payload, 1, "R13: Spark has stopped, pins or not, and has released " + a);
    }
    closeLate(payload);
    lab.allocated(0, "R13: the read was closed after Spark had stopped.");
  }

  static void goneIsEmpty(EngineLab lab) throws Exception {
    NativeBlockId never = EngineLab.id("never");
    NativeBlockId a = lab.stored("a", 1);
    lab.press(EngineLab.SLOTS);

    for (NativeBlockId id : new NativeBlockId[] {never, a}) {
      boolean opened;
      try {
        opened = lab.engine().open(id).isPresent();
      } catch (Exception e) {
        throw Verdict.failure(
            e, "R11: %s is gone; the engine's open must be empty, and threw %s", id, e);
      }
      Verdict.that(!opened, "R11: %s is gone, and the engine opens it.", id);
      Verdict.that(
          !lab.engine().remove(id), "R13: the engine says that it removed %s, which is gone.", id);
    }
  }
}
