package dev.lockstep.traces.json;

import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.traces.LockObservation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What was observed after a step of the lock level; a field left out is empty or 0. */
final class LockObservationReader {
  private final LockConstants constants;

  LockObservationReader(LockConstants constants) {
    this.constants = constants;
  }

  LockObservation read(Located observed) throws TraceFormatException {
    observed.fieldsAmong(
        "lru",
        "info",
        "readers",
        "used",
        "pool",
        "exec",
        "monitor",
        "sleeping",
        "released",
        "queue");
    @Nullable Located monitor = observed.optional("monitor");
    TreeMap<String, SortedMap<Integer, Integer>> readers = new TreeMap<>();
    for (Map.Entry<String, Located> block : fields(observed.optional("readers")).entrySet()) {
      declared(block.getKey(), constants.blocks(), block.getValue());
      readers.put(block.getKey(), byTask(block.getValue(), 1));
    }
    @Nullable Located exec = observed.optional("exec");
    return new LockObservation(
        blocks(observed.required("lru"), constants.blocks()),
        byBlock(observed.optional("info"), constants.blocks(), 0, constants.threads()),
        readers,
        observed.required("used").intAtLeast(0),
        observed.required("pool").intAtLeast(0),
        exec == null ? new TreeMap<>() : byTask(exec, 0),
        monitor == null ? LockObservation.FREE : (int) monitor.integer(1, constants.threads()),
        threads(observed.optional("sleeping")),
        byBlock(observed.optional("released"), constants.natives(), 1, Integer.MAX_VALUE),
        queue(observed.optional("queue")));
  }

  private List<String> queue(@Nullable Located queue) throws TraceFormatException {
    return queue == null ? List.of() : blocks(queue, constants.natives());
  }

  private static List<String> blocks(Located list, Collection<String> among)
      throws TraceFormatException {
    List<String> blocks = new ArrayList<>();
    for (Located block : list.list()) {
      blocks.add(declared(block.string(), among, block));
    }
    return blocks;
  }

  private static String declared(String id, Collection<String> among, Located at)
      throws TraceFormatException {
    if (!among.contains(id)) {
      throw at.wrong("block is not declared in constants, was " + JsonText.quote(id));
    }
    return id;
  }

  private static SortedMap<String, Integer> byBlock(
      @Nullable Located map, Collection<String> among, int min, int max)
      throws TraceFormatException {
    TreeMap<String, Integer> read = new TreeMap<>();
    for (Map.Entry<String, Located> entry : fields(map).entrySet()) {
      read.put(
          declared(entry.getKey(), among, entry.getValue()),
          (int) entry.getValue().integer(min, max));
    }
    return read;
  }

  private SortedMap<Integer, Integer> byTask(Located map, int min) throws TraceFormatException {
    TreeMap<Integer, Integer> read = new TreeMap<>();
    for (Map.Entry<String, Located> task : map.fields().entrySet()) {
      String name = task.getKey();
      if (!name.matches("[1-9][0-9]{0,5}") || Integer.parseInt(name) > constants.tasks()) {
        throw task.getValue().wrong("must be a task from 1 to " + constants.tasks());
      }
      read.put(Integer.valueOf(name), task.getValue().intAtLeast(min));
    }
    return read;
  }

  private TreeSet<Integer> threads(@Nullable Located list) throws TraceFormatException {
    TreeSet<Integer> read = new TreeSet<>();
    for (Located thread : list == null ? List.<Located>of() : list.list()) {
      if (!read.add((int) thread.integer(1, constants.threads()))) {
        throw thread.wrong("stands twice");
      }
    }
    return read;
  }

  private static Map<String, Located> fields(@Nullable Located map) throws TraceFormatException {
    return map == null ? Map.of() : map.fields();
  }
}
