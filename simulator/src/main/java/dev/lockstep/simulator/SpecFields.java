package dev.lockstep.simulator;

import dev.lockstep.model.InvalidConstantException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The components of a record of parameters by name, so that a command line can set each of them
 * without a second list that would have to be kept in step with the record.
 */
final class SpecFields {
  private SpecFields() {}

  static List<String> names(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
  }

  static <R extends Record> R with(R spec, String field, String text) {
    @SuppressWarnings("unchecked")
    Class<R> type = (Class<R>) spec.getClass();
    if (!names(type).contains(field)) {
      throw new InvalidConstantException(
          field, "is not a parameter; there are " + String.join(", ", names(type)));
    }
    List<Class<?>> types = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    try {
      for (RecordComponent component : type.getRecordComponents()) {
        types.add(component.getType());
        values.add(
            component.getName().equals(field)
                ? parse(field, component.getType(), text)
                : component.getAccessor().invoke(spec));
      }
      return type.getDeclaredConstructor(types.toArray(new Class<?>[0]))
          .newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidConstantException invalid) {
        throw invalid;
      }
      throw new IllegalStateException("cannot set " + field + " of " + spec, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot set " + field + " of " + spec, e);
    }
  }

  private static Object parse(String field, Class<?> type, String text) {
    try {
      if (type == int.class) {
        return Integer.parseInt(text);
      } else if (type == long.class) {
        return Long.parseLong(text);
      } else if (type == double.class) {
        return Double.parseDouble(text);
      }
      return Arrays.stream(type.getEnumConstants())
          .filter(constant -> constant.toString().equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new InvalidConstantException(
                      field,
                      "must be one of "
                          + Arrays.toString(type.getEnumConstants())
                          + ", was "
                          + text));
    } catch (NumberFormatException e) {
      throw new InvalidConstantException(
          field, "must be a number (" + type.getName() + "), was " + text, e);
    }
  }
}
