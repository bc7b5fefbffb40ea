package dev.lockstep.spark.context.probes;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.spark.storage.NativePutResult;
import org.jspecify.annotations.Nullable;

/**
 * R8: an engine's lock, taken by a release and held by a thread that calls into Spark. One program,
 * run with releases under the monitor, where it deadlocks, and deferred, where it ends.
 */
final class R08Deadlock {
  private R08Deadlock() {}

  /**
   * To be run last: the executor is of no use afterwards. A task can't tell what it saw, since the
   * end of a task takes the monitor, so it goes through a file.
   */
  static Probe monitor(Path folder) {
    String file = folder.resolve("deadlock.txt").toString();
    return Probe.of(
        "R8",
        "under the monitor, a release that waits for an engine's lock deadlocks",
        bench -> {
          Files.deleteIfExists(Path.of(file));
          Held.daemon("job", () -> bench.at(bench.first(), site -> startAndWatch(site, file)));
          Held.until("the watcher's file", () -> Files.exists(Path.of(file)), 2_000);
          String seen = Files.readString(Path.of(file));
          Expect.contains("deadlock", "deadlocked: ", seen);
          return seen;
        });
  }

  static List<Probe> deferred() {
    return List.of(
        Probe.atStore("R8", "deferred, the same program ends", R08Deadlock::ends),
        Probe.atStore("R8", "deferred, the space comes later", R08Deadlock::spaceComesLater),
        Probe.of(
            "R7",
            "deferred, releases throw",
            bench -> {
              boolean cluster = bench.cluster();
              return bench.at(bench.first(), site -> deferredFailures(site, cluster));
            }),
        Probe.atStore("R8", "deferred, a release puts, pins and removes", R08Deadlock::reenters));
  }

  /** The two threads of the program. */
  private record Program(Thread engine, Thread evictor, AtomicReference<String> results) {}

  private static Program start(Site site) throws InterruptedException {
    ReentrantLock engineLock = new ReentrantLock();
    CountDownLatch engineHolds = new CountDownLatch(1);
    CountDownLatch releasing = new CountDownLatch(1);
    AtomicReference<String> results = new AtomicReference<>("");
    site.stored(
        Site.id("victim"),
        90,
        Payload.releasing(
            () -> {
              releasing.countDown();
              engineLock.lock();
              engineLock.unlock();
            }));
    Thread engine =
        Held.daemon(
            "engine",
            () -> {
              engineLock.lock();
              try {
                engineHolds.countDown();
                releasing.await(10, TimeUnit.SECONDS);
                NativePutResult result =
                    site.put(Site.id("engine"), site.percent(1), Payload.plain());
                results.updateAndGet(seen -> seen + " engine " + result);
              } finally {
                engineLock.unlock();
              }
            });
    Expect.that(engineHolds.await(5, TimeUnit.SECONDS), "the engine's lock held");
    Thread evictor =
        Held.daemon(
            "evictor",
            () -> {
              NativePutResult result = site.put(Site.id("next"), site.percent(90), Payload.plain());
              results.updateAndGet(seen -> seen + " evictor " + result);
            });
    return new Program(engine, evictor, results);
  }

  private static String startAndWatch(Site site, String file) throws InterruptedException {
    Program program = start(site);
    Held.daemon(
        "watcher",
        () -> {
          Throwable wrong =
              Expect.thrownBy(() -> Held.until("deadlock", () -> !deadlocked().isEmpty()));
          boolean stuck = program.engine().isAlive() && program.evictor().isAlive();
          Path partial = Path.of(file + ".partial");
          Files.writeString(
              partial,
              wrong == null
                      && stuck
                      && deadlocked().toString().contains("engine waits")
                      && deadlocked().toString().contains("evictor waits")
                  ? "deadlocked: " + String.join("; ", deadlocked())
                  : "no deadlock: " + wrong + "; " + deadlocked() + program.results());
          Files.move(partial, Path.of(file), StandardCopyOption.ATOMIC_MOVE);
        });
    return "started";
  }

  private static List<String> deadlocked() {
    long @Nullable [] ids = ManagementFactory.getThreadMXBean().findDeadlockedThreads();
    List<String> found = new ArrayList<>();
    if (ids != null) {
      for (ThreadInfo info : ManagementFactory.getThreadMXBean().getThreadInfo(ids)) {
        found.add(
            info.getThreadName()
                + " waits for "
                + info.getLockName().replaceAll("@.*", "")
                + " of "
                + info.getLockOwnerName());
      }
    }
    return found;
  }

  private static String ends(Site site) throws InterruptedException {
    Program program = start(site);
    program.engine().join(5_000);
    program.evictor().join(5_000);
    Expect.that(
        !program.engine().isAlive() && !program.evictor().isAlive(), "an end of both threads");
    site.natives.awaitReleases();
    Expect.equal("releases of the victim", 1, site.payload("victim").releases());
    Expect.equal("deadlocked threads", List.of(), deadlocked());
    return "ended:" + program.results();
  }

  private static String spaceComesLater(Site site) throws InterruptedException {
    CountDownLatch slow = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    Payload victim =
        Payload.releasing(
            () -> {
              begun.countDown();
              slow.await(10, TimeUnit.SECONDS);
            });
    site.stored(Site.id("victim"), 90, victim);
    long before = site.used();
    Payload early = Payload.plain();
    Expect.equal(
        "first put", NativePutResult.NO_SPACE, site.put(Site.id("next"), site.percent(90), early));
    Expect.that(begun.await(5, TimeUnit.SECONDS), "the release begins");
    Expect.that(site.used() >= before - site.percent(5), "the bytes still accounted for");
    Expect.that(!site.store.contains(Site.id("victim")), "the entry has left");
    slow.countDown();
    site.natives.awaitReleases();
    Expect.equal("releases of the victim", 1, victim.releases());
    site.stored("next", 90);
    return "NO_SPACE; STORED after awaitReleases";
  }

  /**
   * A fatal error that nobody waits for ends an executor, as one in any thread of Spark's does: in
   * a cluster it is left out.
   */
  private static String deferredFailures(Site site, boolean cluster) {
    List<String> thrown = new ArrayList<>();
    for (Failing failing : Failing.values()) {
      if (cluster && failing.fatal && failing != Failing.INTERRUPTED) {
        continue;
      }
      Payload payload = site.stored(Site.id("a"), 50, Payload.releasing(failing.release()));
      Expect.equal(
          "no error leaves a put",
          null,
          Expect.thrownBy(() -> site.put(Site.id("b"), site.percent(80), Payload.plain())));
      Throwable seen = Expect.thrownBy(site.natives::awaitReleases);
      Expect.equal("releases", 1, payload.releases());
      site.gone("a");
      site.natives.removeNative(Site.id("b"));
      Expect.thrownBy(site.natives::awaitReleases);
      site.books();
      thrown.add(failing + (seen == null ? " not thrown" : " thrown by awaitReleases"));
    }
    return String.join(", ", thrown);
  }

  private static String reenters(Site site) {
    site.stored("other", 5);
    site.stored("bystander", 5);
    AtomicReference<String> told = new AtomicReference<>("");
    Payload payload =
        Payload.releasing(
            () -> {
              site.manager.removeBlock(Site.id("other"), true);
              String put = "" + site.put(Site.id("inner"), site.percent(1), Payload.plain());
              site.natives.pinNative(Site.id("bystander")).orElseThrow().close();
              told.set(put + (Thread.holdsLock(site.memory) ? " in the monitor" : " outside"));
            });
    site.stored(Site.id("a"), 50, payload);
    site.manager.removeBlock(Site.id("a"), true);
    site.natives.awaitReleases();
    Expect.equal("inside the release", "STORED outside", told.get());
    Expect.that(!site.has("other"), "the other is removed");
    return "" + told;
  }
}
