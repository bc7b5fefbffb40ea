package dev.lockstep.spark.testkit;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativePutResult;
import org.apache.spark.storage.PinnedNativeBlock;

/** R5 to R7, R13: the release, once, and what it has done when it returns. */
final class EndingChecks {
  private EndingChecks() {}

  static void releasedOnce(EngineLab lab, Ending ending) throws Exception {
    NativeBlockId a = lab.stored("a", 1);
    NativeBlockId b = lab.stored("b", 2);
    Registration first = lab.natives().stored().get(0);

    ending.end(lab, a, b);

    int left = ending.endsAll() ? 0 : 1;
    String said = "R5: the first of two payloads was " + ending.words() + ".";
    returned(first, said);
    Verdict.that(!lab.has(a), "%s Its entry is still there.", said);
    Verdict.that(first.calls() == 1, "%s Its release ran %d times.", said, first.calls());
    lab.allocated(left, said);
    if (left > 0) {
      lab.readable(b, 2, said + " The other one stays as it is.");
    }
    Verdict.that(
        !lab.engine().remove(a),
        "R13: %s was %s, and the engine says that it removed it again.",
        a,
        ending.words());
    lab.allocated(left, "R13: removing it again frees nothing.");

    lab.manager().stop();
    lab.settle();
    lab.allocated(0, "R13: the block manager has stopped and has called every release.");
    closes(lab);
  }

  /** Spark shuts plugins down before its block manager, on executors and in local mode. */
  static void engineEndsBeforeSpark(EngineLab lab) throws Exception {
    NativeBlockId a = lab.stored("a", 1);
    NativeBlockId b = lab.stored("b", 2);
    String said =
        "R13: the engine is closed while it has blocks, as a plugin is: it must remove them"
            + " (NativeBlockStore.removeAll) and refuse puts.";
    try {
      lab.engine().close();
    } catch (Exception | AssertionError failure) {
      throw Verdict.failure(failure, "%s It failed: %s.", said, failure);
    }
    lab.allocated(0, said);
    Verdict.that(!lab.has(a) && !lab.has(b), "%s A block is still there.", said);
    boolean late;
    try {
      late = lab.put(EngineLab.id("late"), 3) == NativePutResult.STORED;
    } catch (Exception refused) {
      late = false;
    }
    Verdict.that(!late, "%s A put after its end was STORED.", said);

    AtomicLong releases = new AtomicLong();
    lab.natives()
        .watch(
            new ReleaseWatch() {
              @Override
              public void begins(Registration registration) {
                releases.incrementAndGet();
              }
            });
    lab.manager().stop();
    lab.settle();
    Verdict.that(
        releases.get() == 0, "%s Spark called %d of its releases later.", said, releases.get());
  }

  private static void returned(Registration registration, String said) {
    Throwable thrown = registration.thrown();
    if (thrown != null) {
      throw Verdict.failure(
          thrown,
          "%s Its release threw %s. Spark logs that and goes on (R7): what was not freed by then"
              + " never will be.",
          said,
          thrown);
    }
  }

  private static void closes(EngineLab lab) {
    try {
      lab.engine().close();
    } catch (Exception | AssertionError leak) {
      throw Verdict.failure(
          leak, "R5: all payloads are released, and the engine can't close: %s", leak);
    }
  }

  static void registeredAnew(EngineLab lab) throws Exception {
    NativeBlockId a = lab.stored("a", 1);
    lab.press(EngineLab.SLOTS);
    Verdict.that(
        lab.engine().open(a).isEmpty(), "R11: %s was evicted, and the engine opens it.", a);
    lab.stored("a", 2);

    lab.readable(a, 2, "R5: the id is registered anew, with a payload of its own.");
    lab.press(EngineLab.SLOTS);

    lab.allocated(0, "R5: two registrations of one id have ended, each with its own release.");
  }

  static void freedWhenReleaseReturns(EngineLab lab) throws Exception {
    lab.stored("a", 1);
    lab.stored("b", 2);
    AtomicLong before = new AtomicLong();
    AtomicLong freed = new AtomicLong(-1);
    lab.natives()
        .watch(
            new ReleaseWatch() {
              @Override
              public void begins(Registration registration) {
                before.set(lab.engine().bytesOutstanding());
              }

              @Override
              public void returned(Registration registration) {
                freed.compareAndSet(-1, before.get() - lab.engine().bytesOutstanding());
              }
            });
    lab.engine().remove(EngineLab.id("a"));
    lab.settle();

    Verdict.that(
        freed.get() == lab.size().counted(),
        "R6: when release returned it had freed %d bytes of a payload of %d. Spark offers the bytes"
            + " to others from that moment on: free the payload, all of it and no other, before"
            + " release returns.",
        freed.get(),
        lab.size().counted());
  }

  static void errorAfterFreeing(EngineLab lab) throws Exception {
    NativeBlockId a = lab.stored("a", 1);
    NativeBlockId b = lab.stored("b", 2);
    lab.natives().watch(throwing(a, false));
    try (PinnedNativeBlock other = lab.keep(b)) {
      lab.press(EngineLab.SLOTS - 1);
      Verdict.that(!lab.has(a), "R7: %s is still there beside %s.", a, other.id());
    }

    lab.allocated(1, "R7: the release of one block freed it, then an error was thrown.");
    lab.readable(b, 2, "R7: an error in the release of one block concerns no other.");
    lab.stored("a", 3);
    lab.readable(a, 3, "R7: the id of a block whose release failed can be used again.");
  }

  static void errorBeforeFreeingIsALeak(EngineLab lab) throws Exception {
    NativeBlockId a = lab.stored("a", 1);
    lab.natives().watch(throwing(a, true));
    lab.press(EngineLab.SLOTS);

    Verdict.that(!lab.has(a), "R7: a release that throws counts as the one call; %s is there.", a);
    lab.allocated(
        1,
        "R7: the kit threw before the release could free the payload. Spark never calls again, and"
            + " the engine's own count has to show the leak.");
    lab.manager().stop();
    boolean closed;
    try {
      lab.engine().close();
      closed = true;
    } catch (Exception | AssertionError leak) {
      closed = false;
    }
    Verdict.that(!closed, "R7: a payload has leaked, and close() of the engine did not complain.");
  }

  private static ReleaseWatch throwing(NativeBlockId id, boolean before) {
    return new ReleaseWatch() {
      @Override
      public void begins(Registration registration) throws IOException {
        if (before && registration.id().equals(id)) {
          throw new IOException("testkit: before the engine's release");
        }
      }

      @Override
      public void freed(Registration registration) throws IOException {
        if (!before && registration.id().equals(id)) {
          throw new IOException("testkit: after the engine's release");
        }
      }
    };
  }
}
