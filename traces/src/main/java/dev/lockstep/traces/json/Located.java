package dev.lockstep.traces.json;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of a file and where it stands: every wrong turn in reading it ends in a message with
 * file, line, column and field.
 *
 * @param place where it stands
 * @param value a map of fields, a list, a String, a BigDecimal, a Boolean or {@link #NULL}
 */
public record Located(Place place, Object value) {
  public static final Object NULL = new Object();
  private static final int SHOWN_MAX = 60;

  public TraceFormatException wrong(String problem) {
    return new TraceFormatException(place, problem);
  }

  private TraceFormatException mustBe(String what) {
    return wrong("must be " + what + ", was " + shown());
  }

  /** The value for a message, on one line and not too long. */
  public String shown() {
    if (value instanceof Map) {
      return "an object";
    } else if (value instanceof List) {
      return "an array";
    } else if (value == NULL) {
      return "null";
    }
    String text = value instanceof String string ? JsonText.quote(string) : value.toString();
    return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "...";
  }

  @SuppressWarnings("unchecked")
  public Map<String, Located> fields() throws TraceFormatException {
    if (value instanceof Map<?, ?> fields) {
      return (Map<String, Located>) fields;
    }
    throw mustBe("an object");
  }

  /** The fields, none of which has another name than these. */
  public Map<String, Located> fieldsAmong(String... names) throws TraceFormatException {
    return fieldsAmong(Arrays.asList(names));
  }

  public Map<String, Located> fieldsAmong(List<String> names) throws TraceFormatException {
    for (Map.Entry<String, Located> field : fields().entrySet()) {
      if (!names.contains(field.getKey())) {
        throw field.getValue().wrong("unknown field, must be one of " + String.join(", ", names));
      }
    }
    return fields();
  }

  public Located required(String name) throws TraceFormatException {
    Located field = optional(name);
    if (field == null) {
      throw new TraceFormatException(place.field(name), "is missing");
    }
    return field;
  }

  public @Nullable Located optional(String name) throws TraceFormatException {
    return fields().get(name);
  }

  public boolean isObject() {
    return value instanceof Map;
  }

  @SuppressWarnings("unchecked")
  public List<Located> list() throws TraceFormatException {
    if (value instanceof List<?> list) {
      return (List<Located>) list;
    }
    throw mustBe("an array");
  }

  public String string() throws TraceFormatException {
    if (value instanceof String string) {
      return string;
    }
    throw mustBe("a string");
  }

  public boolean bool() throws TraceFormatException {
    if (value instanceof Boolean bool) {
      return bool;
    }
    throw mustBe("true or false");
  }

  public long integer(long min, long max) throws TraceFormatException {
    if (!(value instanceof BigDecimal number)
        || number.scale() < -20
        || number.stripTrailingZeros().scale() > 0) {
      throw mustBe("a whole number");
    } else if (number.compareTo(BigDecimal.valueOf(min)) < 0) {
      throw mustBe("at least " + min);
    } else if (number.compareTo(BigDecimal.valueOf(max)) > 0) {
      throw mustBe("at most " + max);
    }
    return number.longValueExact();
  }

  public int intAtLeast(int min) throws TraceFormatException {
    return (int) integer(min, Integer.MAX_VALUE);
  }

  /** A number within bounds. */
  public double number(double min, double max) throws TraceFormatException {
    if (!(value instanceof BigDecimal number)) {
      throw mustBe("a number");
    }
    double read = number.doubleValue();
    if (!(read >= min && read <= max)) {
      throw mustBe("between " + min + " and " + max);
    }
    return read;
  }

  /** One of an enum's constants, by the words that {@link Words} gives them. */
  public <E extends Enum<E>> E word(Class<E> type) throws TraceFormatException {
    List<String> words = Words.all(type);
    int at = words.indexOf(string());
    if (at < 0) {
      throw mustBe("one of " + String.join(", ", words));
    }
    return type.getEnumConstants()[at];
  }
}
