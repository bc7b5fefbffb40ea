package dev.lockstep.model.lock;

import dev.lockstep.model.InvalidConstantException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The constants of {@code MemoryStoreState.tla}; the assumptions of the module are checked here.
 * Sizes are in units; blocks are named by id, tasks by number.
 *
 * @param tasks number of task attempts; they are numbered from 1
 * @param natives ids of native blocks
 * @param serialized ids of blocks put as bytes
 * @param size2 the blocks of two units; the others have one
 * @param owned the blocks of one RDD; the others have no owner
 * @param storageMax storage and execution memory together, at most {@value #UNITS_MAX}
 * @param region the storage region
 * @param locksMax bound: read locks that one task takes on one block
 * @param callers the tasks that make each kind of call
 * @param demand execution memory that a task asks for
 * @param releases what releases do
 * @param dropFails JVM blocks whose drop throws before anything has happened
 * @param deferredRelease R8: releases run after the call has left the monitor, on the store's
 *     thread
 * @param without the mechanisms that are left out: an ablation
 */
public record LockConstants(
    int tasks,
    SortedSet<String> natives,
    SortedSet<String> serialized,
    SortedSet<String> size2,
    SortedSet<String> owned,
    int storageMax,
    int region,
    int locksMax,
    Callers callers,
    int demand,
    Releases releases,
    SortedSet<String> dropFails,
    boolean deferredRelease,
    Set<Mechanism> without) {
  /** What a byte of an encoded state holds with room to spare. */
  public static final int UNITS_MAX = 60;

  /** Tasks by number, for each kind of call; engineLockers hold the engine's lock round puts. */
  public record Callers(
      SortedSet<Integer> putters,
      SortedSet<Integer> readers,
      SortedSet<Integer> removers,
      SortedSet<Integer> askers,
      SortedSet<Integer> enders,
      SortedSet<Integer> stoppers,
      SortedSet<Integer> engineLockers) {
    public Callers {
      putters = copy(putters);
      readers = copy(readers);
      removers = copy(removers);
      askers = copy(askers);
      enders = copy(enders);
      stoppers = copy(stoppers);
      engineLockers = copy(engineLockers);
    }
  }

  /**
   * Native blocks by what their release does: it throws an ordinary or a fatal error, takes the
   * engine's lock, removes or puts the block {@code inner}, clears the store.
   */
  public record Releases(
      SortedSet<String> throwing,
      SortedSet<String> fatal,
      SortedSet<String> waiting,
      SortedSet<String> removing,
      SortedSet<String> putting,
      SortedSet<String> clearing,
      String inner) {
    public Releases {
      throwing = copy(throwing);
      fatal = copy(fatal);
      waiting = copy(waiting);
      removing = copy(removing);
      putting = copy(putting);
      clearing = copy(clearing);
    }
  }

  public LockConstants {
    natives = copy(natives);
    serialized = copy(serialized);
    size2 = copy(size2);
    owned = copy(owned);
    dropFails = copy(dropFails);
    EnumSet<Mechanism> missing = EnumSet.noneOf(Mechanism.class);
    missing.addAll(without);
    without = Collections.unmodifiableSet(missing);
    require(tasks >= 1 && tasks <= UNITS_MAX, "Tasks", "must be 1..n, n from 1 to " + UNITS_MAX);
    for (String id : serialized) {
      require(!natives.contains(id), "Serialized", "block " + id + " is native as well");
    }
    SortedSet<String> blocks = new TreeSet<>(natives);
    blocks.addAll(serialized);
    require(blocks.size() <= UNITS_MAX, "Native", "more than " + UNITS_MAX + " blocks");
    requireSubset("Size2", size2, blocks);
    requireSubset("Owned", owned, blocks);
    requireSubset("DropFails", dropFails, serialized);
    require(storageMax <= UNITS_MAX, "StorageMax", "must be at most " + UNITS_MAX);
    require(
        region >= 0 && region < storageMax,
        "Region",
        "must be at least 0 and less than StorageMax (" + storageMax + "), was " + region);
    require(locksMax >= 0 && locksMax <= UNITS_MAX, "LocksMax", "must be 0.." + UNITS_MAX);
    require(demand >= 0 && demand <= UNITS_MAX, "Demand", "must be 0.." + UNITS_MAX);
    require(
        !deferredRelease || releases.clearing().isEmpty(),
        "ReleaseClears",
        "must be empty with deferred releases: the patch refuses such a clear");
    requireTasks("Putters", callers.putters(), tasks);
    requireTasks("Readers", callers.readers(), tasks);
    requireTasks("Removers", callers.removers(), tasks);
    requireTasks("Askers", callers.askers(), tasks);
    requireTasks("Enders", callers.enders(), tasks);
    requireTasks("Stoppers", callers.stoppers(), tasks);
    requireTasks("EngineLockers", callers.engineLockers(), tasks);
    requireSubset("ReleaseThrows", releases.throwing(), natives);
    requireSubset("ReleaseFatal", releases.fatal(), natives);
    requireSubset("ReleaseWaits", releases.waiting(), natives);
    requireSubset("ReleaseRemoves", releases.removing(), natives);
    requireSubset("ReleasePuts", releases.putting(), natives);
    requireSubset("ReleaseClears", releases.clearing(), natives);
    boolean hasInner = natives.contains(releases.inner());
    require(
        releases.inner().isEmpty() || hasInner,
        "Inner",
        "must be a native block or empty, was " + releases.inner());
    require(
        hasInner || (releases.removing().isEmpty() && releases.putting().isEmpty()),
        "Inner",
        "is missing: a release removes or puts it");
  }

  /** The ids of all blocks: native ones by id, then the others by id. */
  public List<String> blocks() {
    List<String> blocks = new java.util.ArrayList<>(natives);
    blocks.addAll(serialized);
    return List.copyOf(blocks);
  }

  /** The same constants with other mechanisms left out. */
  public LockConstants without(Set<Mechanism> others) {
    return new LockConstants(
        tasks,
        natives,
        serialized,
        size2,
        owned,
        storageMax,
        region,
        locksMax,
        callers,
        demand,
        releases,
        dropFails,
        deferredRelease,
        others);
  }

  /** Tasks, and the thread {@code native-block-release}, which is the last. */
  public int threads() {
    return tasks + 1;
  }

  /** Whether the mechanism is there. */
  public boolean keeps(Mechanism mechanism) {
    return !without.contains(mechanism);
  }

  private static <T extends Comparable<T>> SortedSet<T> copy(SortedSet<T> set) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(set));
  }

  private static void requireSubset(String field, Set<String> ids, Set<String> of) {
    for (String id : ids) {
      require(of.contains(id), field, "has " + id + ", which is no such block");
    }
  }

  private static void requireTasks(String field, Set<Integer> callers, int tasks) {
    for (int t : callers) {
      require(t >= 1 && t <= tasks, field, "has task " + t + ", there are 1.." + tasks);
    }
  }

  private static void require(boolean condition, String field, String message) {
    if (!condition) {
      throw new InvalidConstantException(field, message);
    }
  }
}
