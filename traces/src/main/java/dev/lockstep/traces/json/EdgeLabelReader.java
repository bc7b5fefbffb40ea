package dev.lockstep.traces.json;

import dev.lockstep.model.Action;
import dev.lockstep.model.ActionParameters;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.lock.Frame;
import dev.lockstep.model.lock.LockAction;
import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.model.lock.LockStep;
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

  /**
   * The step of a label of the lock level, such as {@code {"action":"BeginPut","b":"n1","t":1}}.
   *
   * @throws TraceFormatException if it is none of ours
   */
  public static LockStep.Label lockLabel(LockConstants constants, String label)
      throws TraceFormatException {
    Located parsed = JsonText.parse("label", label, 0, "", null);
    LockAction action = parsed.required("action").word(LockAction.class);
    int thread = (int) parsed.required("t").integer(1, constants.threads());
    if (!action.onBlock()) {
      return new LockStep.Label(action, thread, Frame.NO_BLOCK);
    }
    Located id = parsed.required("b");
    int block = constants.blocks().indexOf(id.string());
    if (block < 0) {
      throw id.wrong("no such block, was " + id.shown());
    }
    return new LockStep.Label(action, thread, block);
  }

  private static Object value(Located value, Class<?> type) throws TraceFormatException {
    if (type == Integer.class) {
      return value.intAtLeast(0);
    }
    return type == MemoryMode.class ? value.word(MemoryMode.class) : value.string();
  }
}
