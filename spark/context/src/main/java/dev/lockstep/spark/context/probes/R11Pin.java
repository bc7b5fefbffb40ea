package dev.lockstep.spark.context.probes;

import java.util.List;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativePutResult;
import org.apache.spark.storage.PinnedNativeBlock;

/** R11: a pin keeps a block, and goes with its task. */
final class R11Pin {
  private static final NativeBlockId A = Site.id("a");

  private R11Pin() {}

  static List<Probe> probes() {
    return List.of(
        Probe.atStore("R11", "a pinned block is no victim", R11Pin::noVictim),
        Probe.atStore("R11", "a removal waits for a pin", R11Pin::removalWaits),
        Probe.atStore("R11", "a pin of what is gone is empty", R11Pin::gone),
        Probe.of("R11", "a task that ends loses its pins", R11Pin::taskEnds),
        Probe.of("R11", "a task that fails loses its pins", R11Pin::taskFails),
        Probe.of("R11", "a handle of a task that ended is harmless", R11Pin::staleHandle));
  }

  private static String noVictim(Site site) {
    Payload payload = site.stored("a", 60);
    Payload refused = Payload.plain();
    try (PinnedNativeBlock pin = site.natives.pinNative(A).orElseThrow()) {
      Expect.equal("size", site.percent(60), pin.size());
      Expect.equal("readers", 1, site.readers(A));
      Expect.equal(
          "put", NativePutResult.NO_SPACE, site.put(Site.id("b"), site.percent(60), refused));
      Execution execution = new Execution();
      long granted = execution.acquireMemory(site.percent(49));
      Expect.that(granted < site.percent(49), "less execution memory than asked for");
      execution.free();
      Expect.equal("releases", 0, payload.releases());
      pin.close();
      pin.close();
    }
    Expect.equal("readers", 0, site.readers(A));
    site.stored("b", 60);
    Expect.equal("releases", 1, payload.releases());
    return "kept from storage and execution while pinned";
  }

  private static String removalWaits(Site site) throws InterruptedException {
    Payload payload = site.stored("a", 10);
    PinnedNativeBlock pin = site.natives.pinNative(A).orElseThrow();
    Thread remover = Held.daemon("remover", () -> site.manager.removeBlock(A, true));
    Held.until("the remover waits", () -> remover.getState() == Thread.State.WAITING);
    Expect.equal("releases while pinned", 0, payload.releases());
    Expect.that(site.has(A), "block a");
    pin.close();
    remover.join(5_000);
    Expect.that(!remover.isAlive(), "an end of the removal");
    Expect.equal("releases", 1, payload.releases());
    site.gone("a");
    return "waited, then removed";
  }

  private static String gone(Site site) {
    site.stored("a", 10);
    site.natives.removeNative(A);
    Expect.that(site.natives.pinNative(A).isEmpty(), "no pin");
    Expect.that(site.natives.pinNative(Site.id("never")).isEmpty(), "no pin");
    return "empty";
  }

  private static String taskEnds(Bench bench) {
    bench.at(
        bench.first(),
        site -> {
          site.stored("a", 10);
          PinnedNativeBlock one = site.natives.pinNative(A).orElseThrow();
          PinnedNativeBlock two = site.natives.pinNative(A).orElseThrow();
          Expect.equal("readers", 2, site.readers(A));
          return "" + one + two;
        });
    return bench.at(
        bench.first(),
        site -> {
          Held.until("the pins are lost", () -> site.readers(A) == 0);
          Expect.that(site.natives.removeNative(A), "a removal that does not wait");
          Expect.equal("releases", 1, site.payload("a").releases());
          return "two open pins went with the task";
        });
  }

  private static String taskFails(Bench bench) {
    Throwable thrown =
        Expect.thrownBy(
            () ->
                bench.at(
                    bench.first(),
                    site -> {
                      site.stored("a", 10);
                      PinnedNativeBlock pin = site.natives.pinNative(A).orElseThrow();
                      throw new TaskFailed("pinned " + pin.id().key());
                    }));
    Expect.contains("failure of the task", "pinned a", String.valueOf(thrown));
    return bench.at(
        bench.first(),
        site -> {
          Held.until("the pin is lost", () -> site.readers(A) == 0);
          return "the pin went with the task";
        });
  }

  /** Leaves the task's code, and fails the task. */
  static final class TaskFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TaskFailed(String message) {
      super(message);
    }
  }

  private static @org.jspecify.annotations.Nullable PinnedNativeBlock kept;

  private static String staleHandle(Bench bench) {
    bench.at(
        bench.first(),
        site -> {
          site.stored("a", 10);
          kept = site.natives.pinNative(A).orElseThrow();
          return "";
        });
    return bench.at(
        bench.first(),
        site -> {
          Held.until("the pin is lost", () -> site.readers(A) == 0);
          try (PinnedNativeBlock mine = site.natives.pinNative(A).orElseThrow()) {
            java.util.Objects.requireNonNull(kept).close();
            Expect.equal("readers", 1, site.readers(A));
            Expect.equal("block", A, mine.id());
          }
          return "this task's pin is untouched by the other's handle";
        });
  }
}
