package dev.lockstep.simulator.workload;

import dev.lockstep.traces.json.Located;
import dev.lockstep.traces.json.TraceFormatException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one object of a workload file. A field that it lacks is looked up in the object
 * around it, so that what all parts have in common is said once.
 */
final class Settings {
  /** Fields that a part has from what it stands in. */
  static final List<String> INHERITED = inherited();

  private final Located object;
  private final Map<String, Located> fields;
  private final @Nullable Settings outer;
  private final Set<String> used = new HashSet<>();

  /** The sizes of all parts of the file; how many units they are is known when all is read. */
  private final List<LargestSize> sizes;

  private Settings(Located object, Map<String, Located> fields, @Nullable Settings outer) {
    this.object = object;
    this.fields = fields;
    this.outer = outer;
    this.sizes = outer == null ? new ArrayList<>() : outer.sizes;
  }

  /** The largest block of some, in parts, and where it is said. */
  private record LargestSize(Settings where, int parts) {}

  /** Blocks of this part are so large at most. */
  void noteSize(int parts) {
    sizes.add(new LargestSize(this, parts));
  }

  /** Refuses blocks with more units than a block can have. */
  void requireSizes(int unitsPerPart, int tasks) throws TraceFormatException {
    for (LargestSize size : sizes) {
      if ((long) size.parts() * unitsPerPart > Integer.MAX_VALUE) {
        throw size.where().wrong("sizeMax", "is too large for " + tasks + " tasks");
      }
    }
  }

  private static List<String> inherited() {
    List<String> names = new ArrayList<>(BlockMix.FIELDS);
    names.add("skew");
    return List.copyOf(names);
  }

  /** The fields of the whole file. */
  static Settings of(Located file, List<String> known) throws TraceFormatException {
    return new Settings(file, file.fieldsAmong(known), null);
  }

  /** The fields of a part of it. */
  Settings part(Located part, List<String> own) throws TraceFormatException {
    List<String> known = new ArrayList<>(own);
    known.addAll(INHERITED);
    return new Settings(part, part.fieldsAmong(known), this);
  }

  Located required(String name) throws TraceFormatException {
    return object.required(name);
  }

  private @Nullable Located find(String name) {
    Located own = fields.get(name);
    if (own != null) {
      used.add(name);
    }
    return own != null || outer == null || !INHERITED.contains(name) ? own : outer.find(name);
  }

  /** Refuses one of some fields of this object that nobody has asked for. */
  void requireUsed(Set<String> names) throws TraceFormatException {
    for (String name : names) {
      Located own = fields.get(name);
      if (own != null && !used.contains(name)) {
        throw own.wrong("has no effect: no part of this workload takes it from the top");
      }
    }
  }

  /** Whether a field is given further in than another: it was said with the other in view. */
  boolean innerThan(String name, String other) {
    if (fields.containsKey(other) || !INHERITED.contains(name)) {
      return false;
    }
    return fields.containsKey(name) || (outer != null && outer.innerThan(name, other));
  }

  int integer(String name, int least, int most, int otherwise) throws TraceFormatException {
    Located field = find(name);
    return field == null ? otherwise : (int) field.integer(least, most);
  }

  double number(String name, double least, double most, double otherwise)
      throws TraceFormatException {
    Located field = find(name);
    return field == null ? otherwise : field.number(least, most);
  }

  <E extends Enum<E>> E word(String name, Class<E> type, E otherwise) throws TraceFormatException {
    Located field = find(name);
    return field == null ? otherwise : field.word(type);
  }

  /** The error of a field, where it stands; or of this object, if it is nowhere. */
  TraceFormatException wrong(String name, String problem) {
    Located field = find(name);
    return field == null ? object.wrong(name + " " + problem) : field.wrong(problem);
  }
}
