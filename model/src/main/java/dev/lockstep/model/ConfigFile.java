package dev.lockstep.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A TLC configuration as it stands in its {@code .cfg} file: its checks, and the right-hand sides
 * of CONSTANTS, which are numbers, truth values, strings, and sets of numbers or strings. Each
 * level makes its own constants of them. Errors are {@link InvalidConstantException}s whose message
 * names the file.
 */
public final class ConfigFile {
  private static final Set<String> SECTIONS =
      Set.of("SPECIFICATION", "VIEW", "CHECK_DEADLOCK", "INVARIANTS", "PROPERTIES", "CONSTANTS");

  /** TLC takes these for the plural ones. */
  private static final Map<String, String> SINGULAR =
      Map.of("INVARIANT", "INVARIANTS", "PROPERTY", "PROPERTIES", "CONSTANT", "CONSTANTS");

  private static final Pattern ASSIGNMENT = Pattern.compile("(\\w+)\\s*(?:=|<-)\\s*(.+)");

  private final Path file;
  private final Map<String, String> values;
  private final Map<String, List<String>> sections;

  private ConfigFile(Path file, Map<String, String> values, Map<String, List<String>> sections) {
    this.file = file;
    this.values = values;
    this.sections = sections;
  }

  /**
   * Reads a configuration.
   *
   * @throws IOException if the file can't be read
   * @throws InvalidConstantException if a line under CONSTANTS is no assignment
   */
  public static ConfigFile read(Path file) throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, List<String>> sections = new LinkedHashMap<>();
    String section = "";
    int number = 0;
    for (String raw : Files.readAllLines(file)) {
      number++;
      String line = raw.replaceFirst("\\\\\\*.*", "").strip();
      if (line.isEmpty()) {
        continue;
      }
      String first = line.split("\\s+", 2)[0];
      if (SECTIONS.contains(SINGULAR.getOrDefault(first, first))) {
        section = SINGULAR.getOrDefault(first, first);
        sections.putIfAbsent(section, new ArrayList<>());
        line = line.substring(first.length()).strip();
      }
      Matcher assignment = ASSIGNMENT.matcher(line);
      if (section.equals("CONSTANTS") && assignment.matches()) {
        values.put(assignment.group(1), assignment.group(2).strip());
      } else if (section.equals("CONSTANTS") && !line.isEmpty()) {
        throw new InvalidConstantException(
            line, file + ":" + number + ": not an assignment: " + line);
      } else if (!line.isEmpty()) {
        sections.getOrDefault(section, new ArrayList<>()).addAll(List.of(line.split("\\s+")));
      }
    }
    return new ConfigFile(file, values, sections);
  }

  /** File name without its ending. */
  public String name() {
    return String.valueOf(file.getFileName()).replaceFirst("\\.cfg$", "");
  }

  /** The name under SPECIFICATION. */
  public List<String> specifications() {
    return List.copyOf(sections.getOrDefault("SPECIFICATION", List.of()));
  }

  /** Names under INVARIANTS. */
  public List<String> invariants() {
    return List.copyOf(sections.getOrDefault("INVARIANTS", List.of()));
  }

  /** Names under PROPERTIES. */
  public List<String> properties() {
    return List.copyOf(sections.getOrDefault("PROPERTIES", List.of()));
  }

  /** Whether a constant of this name is assigned. */
  public boolean assigns(String name) {
    return values.containsKey(name);
  }

  public int number(String name) {
    try {
      return Integer.parseInt(value(name));
    } catch (NumberFormatException e) {
      throw new InvalidConstantException(name, file + ": " + name + " must be a number", e);
    }
  }

  public boolean truth(String name) {
    return switch (value(name)) {
      case "TRUE" -> true;
      case "FALSE" -> false;
      default ->
          throw new InvalidConstantException(name, file + ": " + name + " must be TRUE or FALSE");
    };
  }

  public String string(String name) {
    String value = value(name);
    if (!value.matches("\"[^\"]*\"")) {
      throw new InvalidConstantException(name, file + ": " + name + " must be a string");
    }
    return value.substring(1, value.length() - 1);
  }

  /** A set of strings, in their order. */
  public SortedSet<String> strings(String name) {
    String value = value(name);
    if (!value.startsWith("{") || !value.endsWith("}")) {
      throw new InvalidConstantException(name, file + ": " + name + " must be a set");
    }
    SortedSet<String> members = new TreeSet<>();
    for (String member : value.substring(1, value.length() - 1).split(",")) {
      String text = member.strip();
      if (!text.isEmpty()) {
        members.add(text.replaceAll("^\"|\"$", ""));
      }
    }
    return members;
  }

  /** A set of numbers, in their order. */
  public SortedSet<Integer> numbers(String name) {
    SortedSet<Integer> numbers = new TreeSet<>();
    for (String text : strings(name)) {
      try {
        numbers.add(Integer.valueOf(text));
      } catch (NumberFormatException e) {
        throw new InvalidConstantException(name, file + ": " + name + " must hold numbers", e);
      }
    }
    return numbers;
  }

  /** A set of strings that name constants of an enum; {@code what} is what they are. */
  public <E extends Enum<E>> Set<E> members(String name, Class<E> type, String what) {
    Set<E> members = EnumSet.noneOf(type);
    for (String text : strings(name)) {
      try {
        members.add(Enum.valueOf(type, text));
      } catch (IllegalArgumentException e) {
        throw new InvalidConstantException(
            name, file + ": " + name + " has no " + what + " " + text, e);
      }
    }
    return members;
  }

  /** The error of a constant that is well formed but wrong. */
  public InvalidConstantException wrong(String name, String problem) {
    return new InvalidConstantException(name, file + ": " + name + ": " + problem);
  }

  private String value(String name) {
    @Nullable String value = values.get(name);
    if (value == null) {
      throw new InvalidConstantException(name, file + ": constant " + name + " is missing");
    }
    return value;
  }
}
