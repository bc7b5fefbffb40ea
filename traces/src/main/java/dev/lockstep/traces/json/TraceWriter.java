package dev.lockstep.traces.json;

import dev.lockstep.model.Action;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.Event;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.PoolSpec;
import dev.lockstep.traces.Anomaly;
import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.Observation;
import dev.lockstep.traces.StoreSnapshot;
import dev.lockstep.traces.StoredTrace;
import dev.lockstep.traces.Trace;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Traces as text: the same trace gives the same bytes. What is empty or 0 is left out of steps. */
final class TraceWriter {
  private TraceWriter() {}

  /** One object: a field a line, a block a line, a step a line. */
  static String json(StoredTrace trace) {
    StringBuilder out = new StringBuilder("{\n");
    header(trace)
        .forEach((name, value) -> out.append("  ").append(field(name, value)).append(",\n"));
    out.append("  \"constants\": {\n");
    String separator = "";
    for (Map.Entry<String, Object> constant : trace.accept(CONSTANTS).entrySet()) {
      out.append(separator).append("    ");
      if (constant.getValue() instanceof List<?> list && constant.getKey().equals("blocks")) {
        out.append("\"blocks\": ");
        eachOnALine(out, list, "      ");
        out.append("    ]");
      } else {
        out.append(field(constant.getKey(), constant.getValue()));
      }
      separator = ",\n";
    }
    out.append("\n  },\n  \"steps\": ");
    eachOnALine(out, trace.accept(STEPS), "    ");
    return out.append("  ]\n}\n").toString();
  }

  private static String field(String name, Object value) {
    return JsonText.quote(name) + ": " + JsonResult.line(value);
  }

  private static void eachOnALine(StringBuilder out, List<?> elements, String indent) {
    out.append("[\n");
    for (int i = 0; i < elements.size(); i++) {
      out.append(indent).append(JsonResult.line(elements.get(i)));
      out.append(i + 1 < elements.size() ? ",\n" : "\n");
    }
  }

  /** A header line, then a step a line. */
  static String lines(StoredTrace trace) {
    Map<String, Object> header = header(trace);
    header.put("constants", trace.accept(CONSTANTS));
    StringBuilder out = new StringBuilder(JsonResult.line(header)).append('\n');
    for (Map<String, Object> step : trace.accept(STEPS)) {
      out.append(JsonResult.line(step)).append('\n');
    }
    return out.toString();
  }

  private static final StoredTrace.Visitor<Map<String, Object>> CONSTANTS =
      new StoredTrace.Visitor<>() {
        @Override
        public Map<String, Object> contract(Trace trace) {
          return constants(trace.constants());
        }

        @Override
        public Map<String, Object> lock(LockTrace trace) {
          return LockFields.constants(trace.constants());
        }
      };

  private static final StoredTrace.Visitor<List<Map<String, Object>>> STEPS =
      new StoredTrace.Visitor<>() {
        @Override
        public List<Map<String, Object>> contract(Trace trace) {
          return trace.steps().stream().map(TraceWriter::step).toList();
        }

        @Override
        public List<Map<String, Object>> lock(LockTrace trace) {
          return trace.steps().stream()
              .map(step -> LockFields.step(trace.constants(), step))
              .toList();
        }
      };

  /** All of it but the constants. */
  private static Map<String, Object> header(StoredTrace trace) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("format", Trace.FORMAT);
    header.put("level", Words.of(trace.level()));
    header.put("origin", Words.of(trace.origin()));
    header.put("seed", trace.seed());
    if (trace.expect() instanceof Trace.Expectation.Breaks breaks) {
      Map<String, Object> expect = new LinkedHashMap<>();
      expect.put("breaks", breaks.rule());
      expect.put("where", breaks.where());
      header.put("expect", expect);
    } else {
      header.put("expect", "conforms");
    }
    if (trace instanceof LockTrace lock && lock.loop() != LockTrace.NO_LOOP) {
      header.put("loop", lock.loop());
    }
    return header;
  }

  private static Map<String, Object> constants(Constants constants) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("tasks", constants.tasks());
    fields.put("blocks", constants.blocks().stream().map(TraceWriter::block).toList());
    fields.put("onHeap", pool(constants.onHeap()));
    fields.put("offHeap", pool(constants.offHeap()));
    fields.put("unrollThreshold", constants.unrollThreshold());
    fields.put("unrollModes", modes(constants.unrollModes()));
    fields.put("executionModes", modes(constants.executionModes()));
    fields.put("demands", new ArrayList<>(constants.demands()));
    fields.put("locksMax", constants.locksMax());
    if (constants.deferredRelease()) {
      fields.put("deferredRelease", true);
    }
    return fields;
  }

  private static Map<String, Object> block(BlockSpec block) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", block.id());
    fields.put("kind", Words.of(block.kind()));
    fields.put("size", block.size());
    fields.put("mode", Words.of(block.mode()));
    fields.put("owner", block.owner());
    fields.put("release", Words.of(block.release()));
    return fields;
  }

  private static Map<String, Object> pool(PoolSpec pool) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("max", pool.max());
    fields.put("region", pool.region());
    return fields;
  }

  private static List<String> modes(Set<MemoryMode> modes) {
    EnumSet<MemoryMode> ordered = EnumSet.noneOf(MemoryMode.class);
    ordered.addAll(modes);
    return ordered.stream().map(Words::of).toList();
  }

  private static Map<String, Object> step(Trace.TraceStep step) {
    Action action = step.action();
    Map<String, Object> fields = new LinkedHashMap<>();
    action
        .parameters()
        .forEach(
            (name, value) -> {
              if (name.equals("t")) {
                fields.put("task", value);
              }
            });
    fields.put("action", action.name());
    action
        .parameters()
        .forEach((name, value) -> fields.putIfAbsent(TraceReader.fieldOf(name), value));
    fields.put("observed", observed(step.observed()));
    return fields;
  }

  private static Map<String, Object> observed(Observation observed) {
    StoreSnapshot snapshot = observed.snapshot();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("result", Words.of(observed.result()));
    if (observed.amount() != 0) {
      fields.put("amount", observed.amount());
    }
    putUnlessEmpty(fields, "releases", observed.releases());
    putUnlessEmpty(fields, "departures", observed.departures());
    putUnlessEmpty(fields, "events", observed.events().stream().map(TraceWriter::event).toList());
    fields.put("lru", snapshot.lru());
    fields.put("used", byMode(snapshot.used()));
    fields.put("pool", byMode(snapshot.pool()));
    if (!snapshot.locks().isEmpty()) {
      Map<String, Object> locks = new TreeMap<>();
      snapshot.locks().forEach((block, byTask) -> locks.put(block, new TreeMap<>(byTask)));
      fields.put("locks", locks);
    }
    putTasks(fields, "unroll", snapshot.unroll());
    putTasks(fields, "exec", snapshot.exec());
    putUnlessEmpty(
        fields, "anomalies", observed.anomalies().stream().map(TraceWriter::anomaly).toList());
    if (!observed.detail().isEmpty()) {
      fields.put("detail", observed.detail());
    }
    return fields;
  }

  private static List<String> event(Event event) {
    return List.of(event.kind().word(), event.block());
  }

  private static Map<String, Object> anomaly(Anomaly anomaly) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("rule", anomaly.rule());
    fields.put("text", anomaly.text());
    return fields;
  }

  private static void putUnlessEmpty(Map<String, Object> fields, String name, List<?> list) {
    if (!list.isEmpty()) {
      fields.put(name, list);
    }
  }

  private static Map<String, Object> byMode(Map<MemoryMode, Integer> units) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (MemoryMode mode : MemoryMode.values()) {
      fields.put(mode.name(), units.getOrDefault(mode, 0));
    }
    return fields;
  }

  private static void putTasks(
      Map<String, Object> fields, String name, Map<MemoryMode, Map<Integer, Integer>> units) {
    Map<String, Object> modes = new LinkedHashMap<>();
    for (MemoryMode mode : MemoryMode.values()) {
      Map<Integer, Integer> byTask = units.getOrDefault(mode, Map.of());
      if (!byTask.isEmpty()) {
        modes.put(mode.name(), new TreeMap<>(byTask));
      }
    }
    if (!modes.isEmpty()) {
      fields.put(name, modes);
    }
  }
}
