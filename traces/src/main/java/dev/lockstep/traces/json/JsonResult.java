package dev.lockstep.traces.json;

import dev.lockstep.model.Action;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Prints results of the command line as JSON, always the same text for the same value. Takes maps
 * in their order, iterables, records, Optional, strings, numbers, booleans, null; enums by name,
 * and anything else by its {@code toString}. What fits a line stands on one.
 */
public final class JsonResult {
  private static final int WIDTH = 100;

  private JsonResult() {}

  /** The value over as many lines as it needs, with a newline at the end. */
  public static String pretty(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    pretty(out, tree(value), 0, 0);
    return out.append('\n').toString();
  }

  /** The value on one line. */
  public static String line(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    line(out, tree(value));
    return out.toString();
  }

  private static void pretty(StringBuilder out, @Nullable Object value, int indent, int used) {
    StringBuilder flat = new StringBuilder();
    line(flat, value);
    boolean breaks = value instanceof Map || value instanceof List;
    if (!breaks || indent + used + flat.length() <= WIDTH) {
      out.append(flat);
    } else if (value instanceof Map<?, ?> map) {
      String separator = "{\n";
      for (Map.Entry<?, ?> field : map.entrySet()) {
        String name = JsonText.quote(String.valueOf(field.getKey())) + ": ";
        out.append(separator).append(" ".repeat(indent + 2)).append(name);
        pretty(out, field.getValue(), indent + 2, name.length());
        separator = ",\n";
      }
      out.append('\n').append(" ".repeat(indent)).append('}');
    } else if (value instanceof List<?> list) {
      String separator = "[\n";
      for (Object element : list) {
        out.append(separator).append(" ".repeat(indent + 2));
        pretty(out, element, indent + 2, 0);
        separator = ",\n";
      }
      out.append('\n').append(" ".repeat(indent)).append(']');
    }
  }

  private static void line(StringBuilder out, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      String separator = "{";
      for (Map.Entry<?, ?> field : map.entrySet()) {
        out.append(separator).append(JsonText.quote(String.valueOf(field.getKey()))).append(": ");
        line(out, field.getValue());
        separator = ", ";
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> list) {
      String separator = "[";
      for (Object element : list) {
        out.append(separator);
        line(out, element);
        separator = ", ";
      }
      out.append(list.isEmpty() ? "[]" : "]");
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else {
      out.append(JsonText.quote(value.toString()));
    }
  }

  /** The value made of maps, lists and scalars alone. */
  private static @Nullable Object tree(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      map.forEach((key, field) -> fields.put(name(key), tree(field)));
      return fields;
    } else if (value instanceof Action action) {
      return call(action);
    } else if (value instanceof Record record) {
      return fields(record);
    } else if (value instanceof Optional<?> optional) {
      return tree(optional.isPresent() ? optional.get() : null);
    } else if (value instanceof Double number && !Double.isFinite(number)) {
      return null;
    } else if (value instanceof java.nio.file.Path path) {
      return path.toString();
    } else if (value instanceof Iterable<?> elements) {
      List<@Nullable Object> list = new ArrayList<>();
      elements.forEach(element -> list.add(tree(element)));
      return list;
    }
    return value == null || value instanceof Number || value instanceof Boolean
        ? value
        : name(value);
  }

  /** The action's name goes first, its parameters by the specification's names. */
  private static Map<String, @Nullable Object> call(Action action) {
    Map<String, @Nullable Object> call = new LinkedHashMap<>();
    call.put("action", action.name());
    action.parameters().forEach((name, value) -> call.put(name, tree(value)));
    return call;
  }

  private static String name(@Nullable Object value) {
    return value instanceof Enum<?> constant ? constant.name() : String.valueOf(value);
  }

  private static Map<String, @Nullable Object> fields(Record record) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        component.getAccessor().setAccessible(true);
        fields.put(component.getName(), tree(component.getAccessor().invoke(record)));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("unreadable component of " + record, e);
      }
    }
    return Collections.unmodifiableMap(fields);
  }
}
