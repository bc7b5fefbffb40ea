package dev.lockstep.spark.context.probes;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.storage.NativePutResult;
import org.jspecify.annotations.Nullable;

/** R7: whatever a release throws, no byte, lock or registration is lost. */
final class R07Failure {
  private R07Failure() {}

  static List<Probe> probes() {
    List<Probe> probes = new ArrayList<>();
    for (Failing failing : Failing.values()) {
      probes.add(
          Probe.atStore(
              "R7", "release throws " + failing + " in an eviction", site -> put(site, failing)));
      probes.add(
          Probe.atStore(
              "R7",
              "release throws " + failing + " in an eviction for execution",
              site -> execution(site, failing)));
      probes.add(
          Probe.atStore(
              "R7", "release throws " + failing + " in a removal", site -> remove(site, failing)));
    }
    return probes;
  }

  private static String put(Site site, Failing failing) {
    Payload first = site.stored(Site.id("a"), 30, Payload.releasing(failing.release()));
    Payload second = site.stored(Site.id("b"), 30, Payload.releasing(failing.release()));
    Payload third = site.stored("c", 30);
    Payload next = Payload.plain();
    NativePutResult[] result = new NativePutResult[1];
    Throwable thrown =
        Expect.thrownBy(() -> result[0] = site.put(Site.id("d"), site.percent(95), next));
    failing.left(thrown);
    for (Payload victim : List.of(first, second, third)) {
      Expect.equal("releases of a victim", 1, victim.releases());
    }
    for (String key : List.of("a", "b", "c")) {
      site.gone(key);
    }
    if (failing.fatal) {
      site.gone("d");
      // The JVM makes its own errors without room for suppressed ones.
      int others = failing == Failing.STACK_OVERFLOW ? 0 : 1;
      Expect.equal("suppressed errors of the other victim", others, others(thrown));
    } else {
      Expect.equal("put", NativePutResult.STORED, result[0]);
      site.natives.removeNative(Site.id("d"));
    }
    site.books();
    // The bytes are there again.
    site.stored("e", 95);
    return "3 victims dropped, "
        + (thrown != null ? "then " + thrown.getClass().getSimpleName() : "nothing thrown");
  }

  private static int others(@Nullable Throwable thrown) {
    return thrown == null ? 0 : thrown.getSuppressed().length;
  }

  private static String execution(Site site, Failing failing) {
    Payload first = site.stored(Site.id("a"), 45, Payload.releasing(failing.release()));
    Payload second = site.stored("b", 45);
    Execution execution = new Execution();
    long wanted = site.percent(49);
    Throwable thrown = Expect.thrownBy(() -> execution.acquireMemory(wanted));
    failing.left(thrown);
    Expect.equal("releases of a", 1, first.releases());
    Expect.equal("releases of b", 0, second.releases());
    site.gone("a");
    if (!failing.fatal) {
      Expect.equal("execution memory", wanted, execution.getUsed());
    }
    execution.free();
    site.books();
    // Nothing is stuck: the same request is granted now.
    Expect.equal("execution memory", wanted, execution.acquireMemory(wanted));
    execution.free();
    return failing.fatal ? "granted when asked again" : "granted";
  }

  private static String remove(Site site, Failing failing) {
    Payload a = site.stored(Site.id("a"), 10, Payload.releasing(failing.release()));
    Payload b = site.stored(Site.id("b"), 10, Payload.releasing(failing.release()));
    failing.left(Expect.thrownBy(() -> site.manager.removeBlock(Site.id("a"), true)));
    failing.left(Expect.thrownBy(() -> site.natives.removeNative(Site.id("b"))));
    Expect.equal("releases of a", 1, a.releases());
    Expect.equal("releases of b", 1, b.releases());
    site.gone("a");
    site.gone("b");
    site.books();
    return failing.fatal ? "removed, then thrown" : "removed, nothing thrown";
  }
}
