package dev.lockstep.traces.json;

import dev.lockstep.model.Constants;
import dev.lockstep.model.Event;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.Result;
import dev.lockstep.traces.Anomaly;
import dev.lockstep.traces.Observation;
import dev.lockstep.traces.StoreSnapshot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was observed after a step; a field left out is empty or 0. */
final class ObservationReader {
  private final Constants constants;

  ObservationReader(Constants constants) {
    this.constants = constants;
  }

  Observation read(Located observed) throws TraceFormatException {
    observed.fieldsAmong(
        "result",
        "amount",
        "releases",
        "departures",
        "events",
        "lru",
        "used",
        "pool",
        "locks",
        "unroll",
        "exec",
        "anomalies",
        "detail");
    @Nullable Located amount = observed.optional("amount");
    @Nullable Located detail = observed.optional("detail");
    StoreSnapshot snapshot =
        new StoreSnapshot(
            blocks(observed.required("lru")),
            locks(observed.optional("locks")),
            units(observed.required("used")),
            units(observed.required("pool")),
            unitsByTask(observed.optional("unroll")),
            unitsByTask(observed.optional("exec")));
    Observation read =
        new Observation(
            observed.required("result").word(Result.class),
            amount == null ? 0 : amount.intAtLeast(0),
            events(observed.optional("events")),
            snapshot,
            anomalies(observed.optional("anomalies")),
            detail == null ? "" : detail.string());
    requireSame(observed, "releases", read.releases());
    requireSame(observed, "departures", read.departures());
    return read;
  }

  /** For a reader's sake these stand beside the events, of which they are a part. */
  private void requireSame(Located observed, String name, List<String> ofEvents)
      throws TraceFormatException {
    @Nullable Located field = observed.optional(name);
    if (field == null && !ofEvents.isEmpty()) {
      throw new TraceFormatException(observed.place().field(name), "is missing");
    } else if (field != null && !blocks(field).equals(ofEvents)) {
      throw field.wrong("must be those of events, " + ofEvents + ", was " + blocks(field));
    }
  }

  private List<String> blocks(Located list) throws TraceFormatException {
    List<String> blocks = new ArrayList<>();
    for (Located block : list.list()) {
      blocks.add(ConstantsReader.declared(constants, block));
    }
    return blocks;
  }

  private List<Event> events(@Nullable Located list) throws TraceFormatException {
    List<Event> events = new ArrayList<>();
    for (Located event : list == null ? List.<Located>of() : list.list()) {
      List<Located> pair = event.list();
      if (pair.size() != 2) {
        throw event.wrong("must be a pair of event and block, was " + pair.size() + " values");
      }
      events.add(
          new Event(
              pair.get(0).word(Event.Kind.class),
              ConstantsReader.declared(constants, pair.get(1))));
    }
    return events;
  }

  private static List<Anomaly> anomalies(@Nullable Located list) throws TraceFormatException {
    List<Anomaly> anomalies = new ArrayList<>();
    for (Located anomaly : list == null ? List.<Located>of() : list.list()) {
      anomaly.fieldsAmong("rule", "text");
      anomalies.add(
          new Anomaly(anomaly.required("rule").string(), anomaly.required("text").string()));
    }
    return anomalies;
  }

  private static Map<MemoryMode, Integer> units(Located byMode) throws TraceFormatException {
    byMode.fieldsAmong(Words.all(MemoryMode.class));
    Map<MemoryMode, Integer> units = new EnumMap<>(MemoryMode.class);
    for (MemoryMode mode : MemoryMode.values()) {
      units.put(mode, byMode.required(mode.name()).intAtLeast(Integer.MIN_VALUE));
    }
    return units;
  }

  private Map<MemoryMode, Map<Integer, Integer>> unitsByTask(@Nullable Located byMode)
      throws TraceFormatException {
    Map<MemoryMode, Map<Integer, Integer>> units = new EnumMap<>(MemoryMode.class);
    Map<String, Located> fields =
        byMode == null ? Map.of() : byMode.fieldsAmong(Words.all(MemoryMode.class));
    for (MemoryMode mode : MemoryMode.values()) {
      @Nullable Located tasks = fields.get(mode.name());
      units.put(mode, tasks == null ? new TreeMap<>() : byTask(tasks, 0));
    }
    return units;
  }

  private Map<String, Map<Integer, Integer>> locks(@Nullable Located byBlock)
      throws TraceFormatException {
    Map<String, Map<Integer, Integer>> locks = new TreeMap<>();
    if (byBlock != null) {
      for (Map.Entry<String, Located> block : byBlock.fields().entrySet()) {
        if (!constants.declares(block.getKey())) {
          throw block.getValue().wrong("block is not declared in constants.blocks");
        }
        locks.put(block.getKey(), byTask(block.getValue(), 1));
      }
    }
    return locks;
  }

  private Map<Integer, Integer> byTask(Located byTask, int min) throws TraceFormatException {
    Map<Integer, Integer> units = new TreeMap<>();
    for (Map.Entry<String, Located> task : byTask.fields().entrySet()) {
      String name = task.getKey();
      if (!name.matches("[1-9][0-9]{0,5}") || Integer.parseInt(name) > constants.tasks()) {
        throw task.getValue().wrong("must be a task from 1 to " + constants.tasks());
      }
      units.put(Integer.valueOf(name), task.getValue().intAtLeast(min));
    }
    return units;
  }
}
