package dev.lockstep.traces.json;

import dev.lockstep.model.Action;
import dev.lockstep.model.ActionParameters;
import dev.lockstep.model.MemoryMode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The labels of TLC's edges as actions. */
public final class EdgeLabelReader {
  private EdgeLabelReader() {}

  /**
   * The action of a label such as {@code {"action":"PutNative","b":"n1","t":1,"outcome":...}}.
   *
   * @throws TraceFormatException if it is none of ours
   */
  public static Action action(String label) throws TraceFormatException {
    Located parsed = JsonText.parse("label", label, 0, "", null);
    Located name = parsed.required("action");
    if (!ActionParameters.actionNames().contains(name.string())) {
      throw name.wrong("unknown action, was " + name.shown());
    }
    Map<String, Object> parameters = new LinkedHashMap<>();
    for (Map.Entry<String, Class<?>> parameter :
        ActionParameters.signature(name.string()).entrySet()) {
      parameters.put(
          parameter.getKey(), value(parsed.required(parameter.getKey()), parameter.getValue()));
    }
    return ActionParameters.create(name.string(), parameters);
  }

  private static Object value(Located value, Class<?> type) throws TraceFormatException {
    if (type == Integer.class) {
      return value.intAtLeast(0);
    }
    return type == MemoryMode.class ? value.word(MemoryMode.class) : value.string();
  }
}
