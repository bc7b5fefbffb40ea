package dev.lockstep.traces.json;

import dev.lockstep.model.Action;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.Event;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.PoolSpec;
import dev.lockstep.traces.Anomaly;
import dev.lockstep.traces.Observation;
import dev.lockstep.traces.StoreSnapshot;
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
  static String json(Trace trace) {
    StringBuilder out = new StringBuilder("{\n");
    header(trace)
        .forEach(
            (name, value) -> {
              if (!name.equals("constants")) {
                out.append("  ").append(JsonText.quote(name)).append(": ");
                out.append(JsonResult.line(value)).append(",\n");
              }
            });
    out.append("  \"constants\": {\n");
    String separator = "";
    for (Map.Entry<String, Object> constant : constants(trace.constants()).entrySet()) {
      out.append(separator).append("    ").append(JsonText.quote(constant.getKey())).append(": ");
      if (constant.getValue() instanceof List<?> list && constant.getKey().equals("blocks")) {
        eachOnALine(out, list, "      ");
        out.append("    ]");
      } else {
        out.append(JsonResult.line(constant.getValue()));
      }
      separator = ",\n";
    }
    out.append("\n  },\n  \"steps\": ");
    eachOnALine(out, trace.steps().stream().map(TraceWriter::step).toList(), "    ");
    return out.append("  ]\n}\n").toString();
  }

  private static void eachOnALine(StringBuilder out, List<?> elements, String indent) {
    out.append("[\n");
    for (int i = 0; i < elements.size(); i++) {
      out.append(indent).append(JsonResult.line(elements.get(i)));
      out.append(i + 1 < elements.size() ? ",\n" : "\n");
    }
  }

  /** A header line, then a step a line. */
  static String lines(Trace trace) {
    StringBuilder out = new StringBuilder(JsonResult.line(header(trace))).append('\n');
    for (Trace.TraceStep step : trace.steps()) {
      out.append(JsonResult.line(step(step))).append('\n');
    }
    return out.toString();
  }

  private static Map<String, Object> header(Trace trace) {
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
    header.put("constants", constants(trace.constants()));
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
