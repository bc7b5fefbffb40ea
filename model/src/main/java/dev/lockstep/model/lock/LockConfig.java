package dev.lockstep.model.lock;

import dev.lockstep.model.ConfigFile;
import dev.lockstep.model.InvalidConstantException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/**
 * The constants and checks of a TLC configuration of the lock level, read from the {@code .cfg}
 * file itself.
 *
 * @param name file name without its ending
 * @param constants the constants, checked
 * @param invariants names under INVARIANTS
 * @param properties names under PROPERTIES
 */
public record LockConfig(
    String name, LockConstants constants, List<String> invariants, List<String> properties) {

  /** Whether a file is of this level: the contract level does not have this constant. */
  public static boolean isOne(ConfigFile file) {
    return file.assigns("StorageMax");
  }

  /**
   * Reads a configuration of {@code MemoryStore}.
   *
   * @throws IOException if the file can't be read
   * @throws InvalidConstantException if a constant is missing, malformed or breaks an assumption
   */
  public static LockConfig read(Path file) throws IOException {
    return of(ConfigFile.read(file));
  }

  /** The same of a file that has been read. */
  public static LockConfig of(ConfigFile file) {
    return new LockConfig(file.name(), constants(file), file.invariants(), file.properties());
  }

  /** The names of all checks, invariants first. */
  public List<String> checks() {
    List<String> checks = new ArrayList<>(invariants);
    checks.addAll(properties);
    return checks;
  }

  private static LockConstants constants(ConfigFile file) {
    int tasks = tasks(file);
    LockConstants.Callers callers =
        new LockConstants.Callers(
            file.numbers("Putters"),
            file.numbers("Readers"),
            file.numbers("Removers"),
            file.numbers("Askers"),
            file.numbers("Enders"),
            file.numbers("Stoppers"),
            file.numbers("EngineLockers"));
    LockConstants.Releases releases =
        new LockConstants.Releases(
            file.strings("ReleaseThrows"),
            file.strings("ReleaseFatal"),
            file.strings("ReleaseWaits"),
            file.strings("ReleaseRemoves"),
            file.strings("ReleasePuts"),
            file.strings("ReleaseClears"),
            file.string("Inner"));
    SortedSet<String> natives = file.strings("Native");
    SortedSet<String> serialized = file.strings("Serialized");
    SortedSet<String> size2 = file.strings("Size2");
    SortedSet<String> owned = file.strings("Owned");
    int storageMax = file.number("StorageMax");
    int region = file.number("Region");
    int locksMax = file.number("LocksMax");
    int demand = file.number("Demand");
    SortedSet<String> dropFails = file.strings("DropFails");
    boolean deferredRelease = file.truth("DeferredRelease");
    Set<Mechanism> without = file.members("Without", Mechanism.class, "mechanism");
    try {
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
          without);
    } catch (InvalidConstantException e) {
      throw file.wrong(e.field(), String.valueOf(e.getMessage()));
    }
  }

  private static int tasks(ConfigFile file) {
    SortedSet<Integer> tasks = file.numbers("Tasks");
    int expected = 1;
    for (int t : tasks) {
      if (t != expected++) {
        throw file.wrong("Tasks", "must be 1..n, was " + tasks);
      }
    }
    return tasks.size();
  }
}
