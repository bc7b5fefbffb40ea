package dev.lockstep.traces.json;

import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.model.lock.Mechanism;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The constants of a trace of the lock level: those of {@code MemoryStoreState.tla}, each with a
 * small first letter, all of them.
 */
final class LockConstantsReader {
  static final List<String> NAMES =
      List.of(
          "tasks",
          "native",
          "serialized",
          "size2",
          "owned",
          "storageMax",
          "region",
          "locksMax",
          "putters",
          "readers",
          "removers",
          "askers",
          "enders",
          "stoppers",
          "engineLockers",
          "demand",
          "releaseThrows",
          "releaseFatal",
          "releaseWaits",
          "releaseRemoves",
          "releasePuts",
          "releaseClears",
          "inner",
          "dropFails",
          "deferredRelease",
          "without");

  private final Located constants;

  private LockConstantsReader(Located constants) {
    this.constants = constants;
  }

  static LockConstants read(Located constants) throws TraceFormatException {
    constants.fieldsAmong(NAMES);
    for (String name : NAMES) {
      constants.required(name);
    }
    try {
      return new LockConstantsReader(constants).read();
    } catch (InvalidConstantException e) {
      String field = e.field();
      @Nullable Located at =
          constants.optional(Character.toLowerCase(field.charAt(0)) + field.substring(1));
      throw (at == null ? constants : at).wrong(String.valueOf(e.getMessage()));
    }
  }

  private LockConstants read() throws TraceFormatException {
    return new LockConstants(
        number("tasks", 1),
        ids("native"),
        ids("serialized"),
        ids("size2"),
        ids("owned"),
        number("storageMax", 1),
        number("region", 0),
        number("locksMax", 0),
        new LockConstants.Callers(
            tasks("putters"),
            tasks("readers"),
            tasks("removers"),
            tasks("askers"),
            tasks("enders"),
            tasks("stoppers"),
            tasks("engineLockers")),
        number("demand", 0),
        new LockConstants.Releases(
            ids("releaseThrows"),
            ids("releaseFatal"),
            ids("releaseWaits"),
            ids("releaseRemoves"),
            ids("releasePuts"),
            ids("releaseClears"),
            constants.required("inner").string()),
        ids("dropFails"),
        constants.required("deferredRelease").bool(),
        mechanisms());
  }

  private int number(String name, int min) throws TraceFormatException {
    return constants.required(name).intAtLeast(min);
  }

  private SortedSet<String> ids(String name) throws TraceFormatException {
    TreeSet<String> ids = new TreeSet<>();
    for (Located id : constants.required(name).list()) {
      if (id.string().isEmpty()) {
        throw id.wrong("must be the id of a block, was \"\"");
      } else if (!ids.add(id.string())) {
        throw id.wrong("stands twice");
      }
    }
    return ids;
  }

  private SortedSet<Integer> tasks(String name) throws TraceFormatException {
    TreeSet<Integer> tasks = new TreeSet<>();
    for (Located task : constants.required(name).list()) {
      if (!tasks.add(task.intAtLeast(1))) {
        throw task.wrong("stands twice");
      }
    }
    return tasks;
  }

  private Set<Mechanism> mechanisms() throws TraceFormatException {
    EnumSet<Mechanism> read = EnumSet.noneOf(Mechanism.class);
    for (Located mechanism : constants.required("without").list()) {
      if (!read.add(mechanism.word(Mechanism.class))) {
        throw mechanism.wrong("stands twice");
      }
    }
    return read;
  }
}
