package dev.lockstep.traces;

import dev.lockstep.model.lock.BlockSequence;
import dev.lockstep.model.lock.Frame;
import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.model.lock.LockRun;
import dev.lockstep.model.lock.LockView;
import dev.lockstep.model.lock.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a store at lock level looks like between two steps. Blocks by id, tasks and threads by
 * number; what is absent or 0 is not in a map.
 *
 * @param lru the recency order, least recent first
 * @param info by block that has a block info: {@link #FREE}, or the thread with its write lock
 * @param readers read locks of blocks that have a block info, by block and task
 * @param used units of storage memory in use
 * @param pool units in the storage pool
 * @param exec units of execution memory, by task that the pool knows, be it with 0
 * @param monitor the thread that holds the memory manager's monitor, or {@link #FREE}
 * @param sleeping threads that wait for a block lock or for execution memory
 * @param released releases that have begun so far, by block
 * @param queue deferred releases, oldest first
 */
public record LockObservation(
    List<String> lru,
    SortedMap<String, Integer> info,
    SortedMap<String, SortedMap<Integer, Integer>> readers,
    int used,
    int pool,
    SortedMap<Integer, Integer> exec,
    int monitor,
    SortedSet<Integer> sleeping,
    SortedMap<String, Integer> released,
    List<String> queue) {
  /** Nobody has the lock. */
  public static final int FREE = LockView.NOBODY;

  public LockObservation {
    lru = List.copyOf(lru);
    info = Collections.unmodifiableSortedMap(new TreeMap<>(info));
    readers = Collections.unmodifiableSortedMap(new TreeMap<>(readers));
    exec = Collections.unmodifiableSortedMap(new TreeMap<>(exec));
    sleeping = Collections.unmodifiableSortedSet(new TreeSet<>(sleeping));
    released = Collections.unmodifiableSortedMap(new TreeMap<>(released));
    queue = List.copyOf(queue);
  }

  /** What the model shows in the state of a run. */
  public static LockObservation of(LockConstants constants, LockRun run) {
    List<String> ids = constants.blocks();
    LockView s = run.state().view();
    TreeMap<String, Integer> info = new TreeMap<>();
    TreeMap<String, SortedMap<Integer, Integer>> readers = new TreeMap<>();
    TreeMap<String, Integer> released = new TreeMap<>();
    for (int b = 0; b < s.blocks(); b++) {
      if (s.info(b) != LockView.ABSENT) {
        info.put(ids.get(b), s.info(b));
      }
      TreeMap<Integer, Integer> byTask = new TreeMap<>();
      for (int t = 1; t <= s.tasks(); t++) {
        if (s.info(b) != LockView.ABSENT && s.readers(b, t) > 0) {
          byTask.put(t, s.readers(b, t));
        }
      }
      if (!byTask.isEmpty()) {
        readers.put(ids.get(b), byTask);
      }
      if (b < s.natives() && run.released(b) > 0) {
        released.put(ids.get(b), run.released(b));
      }
    }
    TreeMap<Integer, Integer> exec = new TreeMap<>();
    for (int t = 1; t <= s.tasks(); t++) {
      if (s.exec(t) != LockView.INACTIVE) {
        exec.put(t, s.exec(t));
      }
    }
    return new LockObservation(
        names(ids, s.lru()),
        info,
        readers,
        s.used(),
        s.pool(),
        exec,
        s.owner(),
        sleeping(s),
        released,
        names(ids, s.queue()));
  }

  private static SortedSet<Integer> sleeping(LockView s) {
    TreeSet<Integer> sleeping = new TreeSet<>();
    for (int t = 1; t <= s.threads(); t++) {
      if (!s.idle(t)) {
        Frame top = s.stack(t).top();
        if (top.place() == Place.ASLEEP) {
          sleeping.add(t);
        }
      }
    }
    return sleeping;
  }

  private static List<String> names(List<String> ids, BlockSequence sequence) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < sequence.size(); i++) {
      names.add(ids.get(sequence.get(i)));
    }
    return names;
  }

  /** The number of releases of a block that have begun so far. */
  public int releasedOf(String block) {
    return released.getOrDefault(block, 0);
  }

  /**
   * One of the fields, for a comparison.
   *
   * @param name its name in files
   * @param rule the rule of the contract that speaks about it
   * @param value what it holds
   */
  public record Field(String name, String rule, Object value) {}

  /** The fields, in the order in which they explain a difference. */
  public List<Field> fields() {
    Map<String, Integer> locks = info;
    return List.of(
        new Field("released", "R5", released),
        new Field("lru", "R4", lru),
        new Field("queue", "R8", queue),
        new Field("info", "R11", locks),
        new Field("readers", "R11", readers),
        new Field("used", "R3", used),
        new Field("pool", "R3", pool),
        new Field("exec", "R12", exec),
        new Field("monitor", "R8", monitor),
        new Field("sleeping", "R11", sleeping));
  }
}
