package dev.lockstep.spark.context.probes;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext$;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativePutResult;
import org.apache.spark.storage.PinnedNativeBlock;

/** R13: absent blocks, and the end of a store, with pins open and releases that throw. */
final class R13End {
  private static final int BLOCKS = 40;

  private R13End() {}

  static List<Probe> probes() {
    return List.of(
        Probe.atStore("R13", "removal of an absent id does nothing", R13End::absent),
        Probe.atStore("R13", "a clear releases all, though some throw", R13End::clear),
        Probe.atStore("R8", "releases put and ask in a clear", R13End::reentersInClear));
  }

  /**
   * Ends the block manager; each release leaves a line in a file. In local mode the context is
   * stopped. An executor's block manager is stopped by a task: when the context stops, the worker
   * may kill the executor before it has come to its releases.
   */
  static Probe stop(String mode, Path folder) {
    String file = folder.resolve("released-at-stop-" + mode + ".txt").toString();
    return Probe.of(
        "R13",
        "a stop releases all, though pinned, " + mode,
        bench -> {
          Files.deleteIfExists(Path.of(file));
          Throwable unfilled =
              Expect.thrownBy(() -> bench.at(bench.first(), site -> fill(site, file)));
          String seen = "";
          if (bench.cluster()) {
            // The task can't end well without a block manager.
            Expect.thrownBy(() -> bench.at(bench.first(), R13End::stopManager));
            seen = await(Path.of(file));
          }
          Throwable thrown = Expect.thrownBy(bench.context::stop);
          if (thrown != null) {
            SparkContext$.MODULE$.clearActiveContext();
          }
          Expect.equal("what filling the store threw", null, unfilled);
          if (bench.cluster()) {
            return seen;
          }
          // A fatal error of a release leaves from the stop, as in stock, before Spark has given
          // up its current context (R7).
          Expect.that(thrown instanceof LinkageError, "a LinkageError, not " + thrown);
          return await(Path.of(file)) + "; the stop threw " + thrown;
        });
  }

  private static String stopManager(Site site) {
    site.manager.stop();
    return "";
  }

  private static String fill(Site site, String file) {
    for (int i = 0; i < BLOCKS; i++) {
      NativeBlockId id = Site.id("stop" + i);
      int number = i;
      Payload payload =
          Payload.releasing(
              () -> {
                Files.writeString(
                    Path.of(file),
                    id.key() + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
                failing(number);
              });
      site.stored(id, 1, payload);
    }
    // Pins that no task's end takes away.
    Thread pinner =
        Held.daemon(
            "pinner",
            () -> {
              for (int i = 0; i < BLOCKS; i += 5) {
                Expect.that(site.natives.pinNative(Site.id("stop" + i)).isPresent(), "a pin");
              }
            });
    Expect.that(Expect.thrownBy(() -> pinner.join(5_000)) == null, "pins");
    Expect.equal("readers", 1, site.readers(Site.id("stop0")));
    return "";
  }

  private static void failing(int number) throws Exception {
    if (number % 10 == 3) {
      Failing.RUNTIME.release().release();
    } else if (number % 10 == 7) {
      Failing.LINKAGE.release().release();
    }
  }

  private static String await(Path file) throws Exception {
    List<String> lines = List.of();
    for (int tries = 0; tries < 100 && lines.size() < BLOCKS; tries++) {
      TimeUnit.MILLISECONDS.sleep(50);
      lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
    Expect.equal("releases at the stop", BLOCKS, lines.size());
    Expect.equal("payloads released at the stop", BLOCKS, new TreeSet<>(lines).size());
    return BLOCKS + " payloads released once, 8 of them pinned, 8 throwing";
  }

  private static String absent(Site site) {
    site.manager.removeBlock(Site.id("never"), true);
    Expect.that(!site.natives.removeNative(Site.id("never")), "nothing removed");
    Expect.equal("native blocks", List.of(), site.nativeBlocks());
    return "nothing";
  }

  private static String clear(Site site) {
    NativeBlockId pinned = Site.id("clear0");
    for (int i = 0; i < BLOCKS; i++) {
      int number = i;
      Payload payload = Payload.releasing(() -> failing(number));
      site.stored(Site.id("clear" + i), 1, payload);
    }
    PinnedNativeBlock pin = site.natives.pinNative(pinned).orElseThrow();
    Throwable thrown = Expect.thrownBy(site.store::clear);
    Expect.that(thrown instanceof LinkageError, "a fatal error at the end, not " + thrown);
    Expect.equal("fatal errors in all", 3, thrown == null ? 0 : thrown.getSuppressed().length);
    for (int i = 0; i < BLOCKS; i++) {
      Expect.equal("releases", 1, site.payload("clear" + i).releases());
    }
    Expect.equal("storage used", 0L, site.memory.storageMemoryUsed());
    site.books();
    pin.close();
    forget(site);
    return BLOCKS + " releases, 4 of them fatal: the first is thrown, the others with it";
  }

  private static String reentersInClear(Site site) {
    NativePutResult[] put = new NativePutResult[1];
    boolean[] pinned = new boolean[1];
    Payload self =
        Payload.releasing(
            () -> {
              put[0] = site.put(Site.id("inner"), site.percent(1), Payload.plain());
              pinned[0] = site.natives.pinNative(Site.id("fellow")).isPresent();
              site.manager.removeBlock(Site.id("last"), true);
            });
    site.stored(Site.id("fellow"), 1, Payload.plain());
    site.stored(Site.id("self"), 1, self);
    Payload last = site.stored(Site.id("last"), 1, Payload.plain());
    site.store.clear();
    Expect.equal("put in a clear", NativePutResult.NO_SPACE, put[0]);
    Expect.that(!pinned[0], "no pin of what the clear has ended");
    Expect.equal("releases of the block that the release removes", 1, last.releases());
    site.books();
    forget(site);
    return "put NO_SPACE, no pin, a removal counts once";
  }

  /** A clear leaves block infos: at a stop they go first. */
  private static void forget(Site site) {
    for (NativeBlockId id : site.nativeBlocks()) {
      Thread.interrupted();
      site.manager.removeBlock(id, true);
    }
  }
}
