package dev.lockstep.spark.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.opentest4j.AssertionFailedError;

/**
 * Many threads on one engine and one block manager, which is small: puts, reads that stay open over
 * other calls, both kinds of removal, JVM blocks, execution memory, tasks that end with reads open,
 * releases that throw.
 */
public final class EngineSoak {
  private final EngineLab lab;
  private final SoakPlan plan;
  private final SoakBoard board;

  private EngineSoak(EngineLab lab, SoakPlan plan) {
    this.lab = lab;
    this.plan = plan;
    this.board = new SoakBoard(plan);
  }

  /**
   * Runs the plan.
   *
   * @throws AssertionFailedError if a payload had other bytes than were written (R11), a thread
   *     hung or failed, the bytes that Spark accounts for are not those of the blocks that are
   *     there (R3), a registration was not released exactly once (R5, R13), or the engine has bytes
   *     left; a hang comes with a report of the threads and their locks
   */
  public static SoakReport run(EngineFactory factory, SoakPlan plan) throws Exception {
    EngineLab lab = EngineLab.forSoak(factory, plan);
    try {
      EngineSoak soak = new EngineSoak(lab, plan);
      SoakReport report = soak.run();
      lab.dispose();
      return report;
    } catch (AssertionFailedError found) {
      throw new AssertionFailedError(
          "seed " + plan.seed() + ", " + plan.mode() + ": " + found.getMessage(), found);
    }
  }

  private SoakReport run() throws Exception {
    lab.natives().watch(board);
    List<CompletableFuture<Boolean>> threads = new ArrayList<>();
    for (int i = 0; i < plan.threads(); i++) {
      int share = plan.registrations() / plan.threads();
      int rest = i < plan.registrations() % plan.threads() ? 1 : 0;
      SoakWorker worker = new SoakWorker(lab, plan, board, i, share + rest);
      threads.add(lab.threads().start("soak thread " + i, worker::run));
    }
    for (CompletableFuture<Boolean> thread : threads) {
      lab.threads().await(thread, "A thread of the soak has not ended.");
    }
    return lab.threads().call("soak, the end", this::end, "The store does not come to rest.");
  }

  private SoakReport end() throws Exception {
    lab.settle();
    accounts();
    long resident = lab.natives().stored().stream().filter(r -> r.calls() == 0).count();
    lab.manager().stop();
    lab.settle();
    List<Registration> stored = lab.natives().stored();
    for (Registration registration : lab.natives().asked()) {
      int expected = registration.isStored() ? 1 : 0;
      Verdict.that(
          registration.calls() == expected,
          "R5: Spark called a release of %s %d times; its put was %s.",
          registration.id(),
          registration.calls(),
          registration.isStored() ? "STORED" : "refused");
    }
    lab.allocated(0, "R5: Spark has stopped and has released every registration.");
    lab.engine().close();
    return report(stored.size(), resident);
  }

  /**
   * R3: with no call in flight, what is accounted for is what is there, and nobody holds a lock.
   */
  private void accounts() {
    SoakWorker.removeJvmBlocks(lab);
    List<Registration> resident =
        lab.natives().stored().stream().filter(r -> r.calls() == 0).toList();
    long bytes = resident.stream().mapToLong(Registration::size).sum();
    Verdict.that(
        lab.used() == bytes,
        "R3: Spark accounts for %d bytes; the %d blocks that are there have %d.",
        lab.used(),
        resident.size(),
        bytes);
    Verdict.that(
        lab.manager().blockInfoManager().size() == resident.size(),
        "R6: %d blocks are there, and Spark has %d block infos.",
        resident.size(),
        lab.manager().blockInfoManager().size());
    for (Registration registration : resident) {
      Verdict.that(
          lab.has(registration.id()) && lab.readers(registration.id()) == 0,
          "R11: all reads have ended, and %s has %d readers.",
          registration.id(),
          lab.readers(registration.id()));
    }
  }

  private SoakReport report(long registrations, long resident) {
    long removals = board.removals.get();
    return new SoakReport(
        registrations,
        registrations - resident - removals,
        removals,
        resident,
        board.noSpace.get(),
        board.duplicates.get(),
        board.reads.get(),
        board.openAtTaskEnd.get(),
        board.throwing.get(),
        board.jvmBlocks.get());
  }
}
