package dev.lockstep.model.tlc;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes TLA+ values as text that depends on the value alone, never on the order in which TLC
 * happens to hold it. Two values are equal in TLA+ exactly when their texts are equal, as long as
 * no model value has the name of a string in use.
 *
 * <p>The arguments of the composing methods are themselves canonical texts.
 */
public final class CanonicalText {
  private static final String ACTION = "{\"action\":";
  private static final String HEX = "0123456789abcdef";

  private CanonicalText() {}

  /** A string or a model value, as a JSON string. */
  public static String string(String value) {
    StringBuilder out = new StringBuilder(value.length() + 2);
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  /** A sequence or a tuple. */
  public static String sequence(List<String> elements) {
    return "[" + String.join(",", elements) + "]";
  }

  /** A set; equal members are written once. */
  public static String set(List<String> members) {
    List<String> sorted = members.stream().distinct().sorted().toList();
    return "{\"set\":[" + String.join(",", sorted) + "]}";
  }

  /** A record, or the variables of a state: field names as they are, sorted. */
  public static String object(SortedMap<String, String> fields) {
    if (fields.isEmpty()) {
      return "[]";
    }
    StringBuilder out = new StringBuilder();
    char separator = '{';
    for (var field : fields.entrySet()) {
      out.append(separator).append(string(field.getKey())).append(':').append(field.getValue());
      separator = ',';
    }
    return out.append('}').toString();
  }

  /** The name of the action in a label; a name in TLA+ needs no escapes. */
  public static String actionOf(String label) {
    int start = ACTION.length() + 1;
    return label.substring(start, label.indexOf('"', start));
  }

  /**
   * The label of an edge: the action, its parameters by name, and what the call returned and did.
   */
  public static String label(
      String action, SortedMap<String, String> parameters, @Nullable String outcome) {
    StringBuilder out = new StringBuilder(ACTION).append(string(action));
    parameters.forEach(
        (name, value) -> out.append(',').append(string(name)).append(':').append(value));
    if (outcome != null) {
      out.append(",\"outcome\":").append(outcome);
    }
    return out.append('}').toString();
  }

  /** A function given by its pairs; see {@link FunctionForm}. */
  public static String function(List<String> keys, List<String> values) {
    return FunctionForm.of(keys).text(values);
  }
}
