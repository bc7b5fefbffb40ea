package dev.lockstep.model;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads the parameters of an action off its record components, so that a new action needs no code
 * for its name, its labels or its JSON; and builds an action from its name and parameters.
 */
public final class ActionParameters {
  private static final Map<String, Class<? extends Action>> BY_NAME =
      List.of(
              Action.PutNative.class,
              Action.PutSerialized.class,
              Action.PutDeserialized.class,
              Action.Get.class,
              Action.Pin.class,
              Action.Unlock.class,
              Action.Remove.class,
              Action.AcquireExecution.class,
              Action.ReleaseExecution.class,
              Action.AcquireUnroll.class,
              Action.ReleaseUnroll.class,
              Action.TaskEnd.class,
              Action.Clear.class)
          .stream()
          .collect(
              Collectors.toMap(
                  Class::getSimpleName, Function.identity(), (a, b) -> a, LinkedHashMap::new));

  private ActionParameters() {}

  /** The names of all actions, in the order of the specification. */
  public static List<String> actionNames() {
    return List.copyOf(BY_NAME.keySet());
  }

  /**
   * The parameters that an action of this name takes: name to Integer, String or MemoryMode class.
   *
   * @throws IllegalArgumentException if there is no such action
   */
  public static Map<String, Class<?>> signature(String actionName) {
    Map<String, Class<?>> signature = new LinkedHashMap<>();
    for (RecordComponent component : components(actionName)) {
      signature.put(
          component.getName(),
          component.getType() == int.class ? Integer.class : component.getType());
    }
    return signature;
  }

  /** Builds an action; the parameters must be those of {@link #signature}. */
  public static Action create(String actionName, Map<String, ?> parameters) {
    RecordComponent[] components = components(actionName);
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = parameters.get(components[i].getName());
    }
    try {
      return classOf(actionName).getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(actionName + " can't be made from " + parameters, e);
    }
  }

  static Map<String, Object> of(Action action) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    for (RecordComponent component : action.getClass().getRecordComponents()) {
      try {
        parameters.put(component.getName(), component.getAccessor().invoke(action));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("unreadable parameter of " + action, e);
      }
    }
    return Collections.unmodifiableMap(parameters);
  }

  private static RecordComponent[] components(String actionName) {
    return classOf(actionName).getRecordComponents();
  }

  private static Class<? extends Action> classOf(String actionName) {
    Class<? extends Action> type = BY_NAME.get(actionName);
    if (type == null) {
      throw new IllegalArgumentException("there is no action " + actionName);
    }
    return type;
  }
}
