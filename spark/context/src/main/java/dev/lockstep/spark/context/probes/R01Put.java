package dev.lockstep.spark.context.probes;

import java.util.List;
import org.apache.spark.storage.NativePutResult;

/** R1: a put ends in one of three results. */
final class R01Put {
  private R01Put() {}

  static List<Probe> probes() {
    return List.of(
        Probe.atStore("R1", "a put that fits is stored", R01Put::stored),
        Probe.atStore("R1", "a put that can't fit leaves nothing", R01Put::noSpace),
        Probe.atStore("R1", "a put evicts to fit", R01Put::evicts),
        Probe.atStore("R1", "a resident id is a duplicate", R01Put::duplicate));
  }

  private static String stored(Site site) {
    long before = site.nativeBytes();
    site.stored("a", 10);
    Expect.equal("native bytes", before + site.percent(10), site.nativeBytes());
    Expect.that(site.has("a"), "block a");
    return "stored " + site.percent(10) + " bytes";
  }

  private static String noSpace(Site site) {
    Payload resident = site.stored("a", 10);
    long before = site.nativeBytes();
    Payload refused = Payload.plain();
    Expect.equal(
        "put of more than there is",
        NativePutResult.NO_SPACE,
        site.put(Site.id("big"), site.max() + 1, refused));
    Expect.equal("native bytes", before, site.nativeBytes());
    Expect.equal("releases of the resident", 0, resident.releases());
    Expect.equal("releases of the refused", 0, refused.releases());
    site.gone("big");
    return "NO_SPACE at " + (site.max() + 1) + " of " + site.max() + " bytes";
  }

  private static String evicts(Site site) {
    Payload old = site.stored("old", 60);
    site.stored("new", 60);
    Expect.equal("releases of the victim", 1, old.releases());
    site.gone("old");
    Expect.that(site.has("new"), "block new");
    return "STORED after an eviction";
  }

  private static String duplicate(Site site) {
    Payload resident = site.stored("a", 10);
    long before = site.nativeBytes();
    Payload other = Payload.plain();
    Expect.equal("second put", NativePutResult.DUPLICATE, site.put(Site.id("a"), 7, other));
    Expect.equal("native bytes", before, site.nativeBytes());
    Expect.equal("releases of the resident", 0, resident.releases());
    Expect.equal("releases of the other", 0, other.releases());
    return "DUPLICATE, and nothing changed";
  }
}
