package dev.lockstep.spark.testkit;

import java.util.List;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativePutResult;
import org.apache.spark.storage.PinnedNativeBlock;

/** R1 to R3: who owns a payload after a put, and what Spark is told about it. */
final class OwnershipChecks {
  private OwnershipChecks() {}

  static void storedBelongsToSpark(EngineLab lab) throws Exception {
    NativeBlockId a = lab.stored("a", 1);

    lab.allocated(1, "R1: after STORED the payload belongs to Spark until it calls the release.");
    lab.readable(a, 1, "R1: a stored payload stays as it is until Spark calls the release.");
    lab.allocated(1, "R5: closing a read frees nothing; only the release does.");
  }

  static void noSpaceLeavesThePayload(EngineLab lab) throws Exception {
    NativeBlockId a = lab.stored("a", 1);
    NativeBlockId b = EngineLab.id("b");
    try (PinnedNativeBlock all = lab.keep(a)) {
      Verdict.that(all.size() > 0, "R1: a payload of %d bytes reserved none.", lab.size().asked());
      long most = Math.max(lab.size().asked(), lab.size().reserved());
      NativePutResult result = lab.engine().put(b, EngineLab.SLOTS * most, 2);

      Verdict.that(
          result == NativePutResult.NO_SPACE,
          "R1: the put does not fit beside a pinned block; the engine said %s.",
          result);
      lab.allocated(1, "R1: after NO_SPACE the engine owns the payload, and has to free it, once.");
    }
    neverReleased(lab, NativePutResult.NO_SPACE);
    lab.readable(a, 1, "R1: NO_SPACE for one block changes no other.");
  }

  static void duplicateLeavesThePayload(EngineLab lab) throws Exception {
    NativeBlockId a = lab.stored("a", 1);

    NativePutResult result = lab.put(a, 2);

    Verdict.that(
        result == NativePutResult.DUPLICATE,
        "R1: %s is resident; the engine said %s to a second put.",
        a,
        result);
    lab.allocated(1, "R1: after DUPLICATE the engine owns the new payload, and frees it once.");
    neverReleased(lab, NativePutResult.DUPLICATE);
    lab.readable(a, 1, "R1: DUPLICATE leaves the resident payload untouched.");
  }

  private static void neverReleased(EngineLab lab, NativePutResult result) {
    List<Registration> refused =
        lab.natives().asked().stream().filter(r -> !r.isStored() && r.calls() > 0).toList();
    Verdict.that(refused.isEmpty(), "R1: after %s Spark never calls the release; it did.", result);
  }

  /** Only under the monitor can the error of somebody's release end a put. */
  static void failedPutLeavesThePayload(EngineLab lab) throws Exception {
    for (int i = 0; i < EngineLab.SLOTS; i++) {
      lab.stored("old-" + i, i);
    }
    LinkageError fatal = new LinkageError("testkit: a fatal error in another release");
    lab.natives()
        .watch(
            new ReleaseWatch() {
              @Override
              public void freed(Registration registration) {
                throw fatal;
              }
            });
    NativePutResult result = null;
    try {
      result = lab.put(EngineLab.id("new"), 9);
    } catch (Throwable passedOn) {
      // The engine lets the error through: as it should.
    }
    Verdict.that(
        result == null,
        "R7: Spark's put threw a fatal error, and the engine's put returned %s as if it had not.",
        result);
    lab.allocated(
        EngineLab.SLOTS - 1,
        "R1: a put that ends in an exception leaves the payload with the engine, which frees it"
            + " and lets the exception through.");
  }

  static void argumentsAreThePayloads(EngineLab lab) throws Exception {
    NativeBlockId a = lab.stored("a", 1);
    Registration asked = lab.natives().asked().get(0);

    Verdict.that(
        asked.id().equals(a),
        "R2: the engine was to register %s, and asked Spark for %s.",
        a,
        asked.id());
    Verdict.that(
        asked.mode() == lab.engine().memoryMode(),
        "R2: the engine says that its memory is %s, and reserved %s.",
        lab.engine().memoryMode(),
        asked.mode());
  }

  static void sparkCountsWhatTheEngineHas(EngineLab lab) throws Exception {
    NativeBlockId a = lab.stored("a", 1);
    lab.stored("b", 2);
    lab.stored("c", 3);
    lab.engine().remove(a);
    lab.settle();

    lab.allocated(2, "R3: of three payloads one was removed.");
    long outstanding = lab.engine().bytesOutstanding();
    Verdict.that(
        outstanding <= lab.used(),
        "R3: the engine has %d bytes outstanding and has reserved only %d in Spark. Reserve what the"
            + " payload occupies: Spark gives the rest to others.",
        outstanding,
        lab.used());
    Verdict.that(
        lab.used() == 2 * lab.size().reserved(),
        "R3: Spark accounts for %d bytes; two registrations of %d bytes are resident.",
        lab.used(),
        lab.size().reserved());
  }
}
