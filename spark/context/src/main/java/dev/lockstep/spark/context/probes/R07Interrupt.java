package dev.lockstep.spark.context.probes;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativePutResult;
import org.apache.spark.storage.PinnedNativeBlock;

/** R7 and R11: callers that are interrupted, and tasks that are killed, leave nothing locked. */
final class R07Interrupt {
  private static final NativeBlockId A = Site.id("a");

  private R07Interrupt() {}

  static List<Probe> probes() {
    return List.of(
        Probe.atStore("R7", "interrupted before a put", R07Interrupt::beforePut),
        Probe.atStore("R7", "interrupted during a put, by a release", R07Interrupt::duringPut),
        Probe.atStore("R7", "interrupted before a pin", R07Interrupt::beforePin),
        Probe.atStore("R7", "interrupted while a pin waits", R07Interrupt::duringPin),
        Probe.atStore("R7", "interrupted while a removal waits", R07Interrupt::duringRemoval),
        Probe.of("R7", "a task killed while it waits for a pin", R07Interrupt::killedWaiting),
        Probe.of("R7", "a task killed while it holds a pin", R07Interrupt::killedPinning));
  }

  private static String beforePut(Site site) {
    Thread.currentThread().interrupt();
    Payload payload = Payload.plain();
    NativePutResult[] result = new NativePutResult[1];
    Throwable thrown = Expect.thrownBy(() -> result[0] = site.put(A, site.percent(10), payload));
    boolean still = Thread.interrupted();
    Expect.that(
        result[0] == NativePutResult.STORED
            || (thrown instanceof InterruptedException && payload.releases() == 0 && !site.has(A)),
        "STORED, or InterruptedException and nothing; found " + result[0] + ", " + thrown);
    site.unlocked();
    site.books();
    return result[0] + ", " + thrown + ", interrupt flag " + (still ? "kept" : "cleared");
  }

  private static String duringPut(Site site) {
    Payload victim =
        site.stored(A, 50, Payload.releasing(() -> Thread.currentThread().interrupt()));
    Payload payload = Payload.plain();
    NativePutResult[] result = new NativePutResult[1];
    Throwable thrown =
        Expect.thrownBy(() -> result[0] = site.put(Site.id("b"), site.percent(80), payload));
    boolean still = Thread.interrupted();
    Expect.equal("releases of the victim", 1, victim.releases());
    site.gone("a");
    Expect.that(
        result[0] == NativePutResult.STORED
            || (thrown instanceof InterruptedException && !site.has("b")),
        "STORED, or InterruptedException and nothing; found " + result[0] + ", " + thrown);
    site.unlocked();
    site.books();
    return result[0] + ", " + thrown + ", interrupt flag " + (still ? "kept" : "cleared");
  }

  private static String beforePin(Site site) {
    site.stored("a", 10);
    Thread.currentThread().interrupt();
    AtomicReference<PinnedNativeBlock> pin = new AtomicReference<>();
    Throwable thrown = Expect.thrownBy(() -> site.natives.pinNative(A).ifPresent(pin::set));
    Thread.interrupted();
    PinnedNativeBlock taken = pin.get();
    Expect.that(
        taken != null || thrown instanceof InterruptedException,
        "a pin or InterruptedException; found " + thrown);
    Expect.equal("readers", taken == null ? 0 : 1, site.readers(A));
    if (taken != null) {
      taken.close();
    }
    site.unlocked();
    return taken == null ? "InterruptedException" : "pinned";
  }

  private static String duringPin(Site site) throws InterruptedException {
    site.stored("a", 10);
    return interrupted(site, () -> site.natives.pinNative(A));
  }

  private static String duringRemoval(Site site) throws InterruptedException {
    site.stored("a", 10);
    return interrupted(site, () -> site.natives.removeNative(A));
  }

  /** Interrupts a call that waits for the lock of block a. */
  private static String interrupted(Site site, Expect.Code call) throws InterruptedException {
    Held.lock(site, A);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread caller =
        Held.daemon(
            "caller",
            () -> {
              Throwable seen = Expect.thrownBy(call);
              if (seen != null) {
                thrown.set(seen);
              }
            });
    Held.until("the caller waits", () -> caller.getState() == Thread.State.WAITING);
    caller.interrupt();
    caller.join(5_000);
    boolean ended = !caller.isAlive();
    Held.letGo();
    Expect.that(ended, "an end of the call");
    Expect.that(thrown.get() instanceof InterruptedException, "an interrupt, not " + thrown.get());
    Held.until("unlocked", () -> Expect.thrownBy(site::unlocked) == null);
    Expect.that(site.has(A), "block a is still there");
    site.natives.pinNative(A).orElseThrow().close();
    return "InterruptedException; the block can be pinned afterwards";
  }

  private static String killedWaiting(Bench bench) throws Exception {
    bench.at(
        bench.first(),
        site -> {
          site.stored("a", 10);
          Held.lock(site, A);
          return "";
        });
    Killed.run(bench, site -> "" + site.natives.pinNative(A));
    String seen =
        bench.at(
            bench.first(),
            site -> {
              Held.letGo();
              Held.until("unlocked", () -> Expect.thrownBy(site::unlocked) == null);
              site.natives.pinNative(A).orElseThrow().close();
              return "no lock left, the block can be pinned";
            });
    return seen;
  }

  private static String killedPinning(Bench bench) throws Exception {
    bench.at(bench.first(), site -> site.stored("a", 10) + "");
    Killed.run(
        bench,
        site -> {
          PinnedNativeBlock pin = site.natives.pinNative(A).orElseThrow();
          Thread.sleep(30_000);
          return "" + pin;
        });
    return bench.at(
        bench.first(),
        site -> {
          Held.until("the pin is lost", () -> site.readers(A) == 0);
          site.unlocked();
          Expect.that(site.natives.removeNative(A), "a removal that does not wait");
          return "the pin went with the task";
        });
  }
}
