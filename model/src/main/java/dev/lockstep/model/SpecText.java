package dev.lockstep.model;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * The canonical text of states and edges, the same that TLC's side writes: a JSON object with its
 * keys sorted, functions on 1..n as arrays, the empty function as {@code []}, no spaces.
 */
public final class SpecText {
  private final Constants constants;

  /** The positions of all blocks and of the native ones, each by ascending id. */
  private final Map<String, Integer> blocks = new TreeMap<>();

  private final Map<String, Integer> natives = new TreeMap<>();

  public SpecText(Constants constants) {
    this.constants = constants;
    for (int b = 0; b < constants.blocks().size(); b++) {
      BlockSpec block = constants.blocks().get(b);
      blocks.put(block.id(), b);
      if (block.kind().isNative()) {
        natives.put(block.id(), b);
      }
    }
  }

  /** A state without {@code outcome}, which View hides. */
  public String state(StoreState state) {
    StringBuilder out = new StringBuilder(400);
    out.append("{\"exec\":");
    modes(out, m -> tasks(t -> state.exec(m, t)));
    out.append(",\"locks\":");
    perBlock(out, blocks, b -> tasks(t -> state.locks(b, t)));
    out.append(",\"lru\":").append(strings(state.order(constants)));
    out.append(",\"pool\":");
    modes(out, m -> Integer.toString(state.pool(m)));
    out.append(",\"releases\":");
    perBlock(out, natives, b -> Integer.toString(state.releases(b)));
    out.append(",\"unroll\":");
    modes(out, m -> tasks(t -> state.unroll(m, t)));
    out.append(",\"used\":");
    modes(out, m -> Integer.toString(state.used(m)));
    return out.append('}').toString();
  }

  /** The label of an edge: action, parameters, and what the call returned and did. */
  public String label(Step step) {
    Action action = step.action();
    Outcome outcome = step.outcome();
    StringBuilder out = new StringBuilder(200);
    out.append("{\"action\":").append(string(action.name()));
    new TreeMap<>(action.parameters())
        .forEach(
            (name, value) -> out.append(',').append(string(name)).append(':').append(value(value)));
    out.append(",\"outcome\":{\"amount\":").append(outcome.amount());
    out.append(",\"call\":[").append(string(action.name()));
    action.parameters().values().forEach(value -> out.append(',').append(value(value)));
    out.append("],\"events\":[");
    String comma = "";
    for (Event event : outcome.events()) {
      out.append(comma).append(strings(List.of(event.kind().word(), event.block())));
      comma = ",";
    }
    out.append("],\"evictions\":[");
    comma = "";
    for (Eviction eviction : outcome.evictions()) {
      out.append(comma);
      out.append("{\"mode\":").append(string(eviction.mode().name()));
      out.append(",\"owner\":").append(eviction.owner());
      out.append(",\"space\":").append(eviction.space());
      out.append(",\"victims\":").append(strings(eviction.victims())).append('}');
      comma = ",";
    }
    out.append("],\"result\":").append(string(outcome.result().name())).append("}}");
    return out.toString();
  }

  private static String value(Object value) {
    return value instanceof Integer ? value.toString() : string(value.toString());
  }

  private static String string(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String strings(List<String> texts) {
    StringBuilder out = new StringBuilder("[");
    String comma = "";
    for (String text : texts) {
      out.append(comma).append(string(text));
      comma = ",";
    }
    return out.append(']').toString();
  }

  private String tasks(ToIntFunction<Integer> value) {
    StringBuilder out = new StringBuilder("[");
    for (int t = 1; t <= constants.tasks(); t++) {
      out.append(t == 1 ? "" : ",").append(value.applyAsInt(t));
    }
    return out.append(']').toString();
  }

  private static void modes(
      StringBuilder out, java.util.function.Function<MemoryMode, String> text) {
    out.append("{\"OFF_HEAP\":").append(text.apply(MemoryMode.OFF_HEAP));
    out.append(",\"ON_HEAP\":").append(text.apply(MemoryMode.ON_HEAP)).append('}');
  }

  private static void perBlock(
      StringBuilder out, Map<String, Integer> positions, IntFunction<String> text) {
    if (positions.isEmpty()) {
      out.append("[]");
      return;
    }
    char separator = '{';
    for (Map.Entry<String, Integer> block : positions.entrySet()) {
      out.append(separator).append(string(block.getKey())).append(':');
      out.append(text.apply(block.getValue()));
      separator = ',';
    }
    out.append('}');
  }
}
