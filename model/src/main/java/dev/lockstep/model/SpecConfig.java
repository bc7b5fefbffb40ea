package dev.lockstep.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The constants and checks of a TLC configuration, read from the {@code .cfg} file itself, so that
 * the spec and the model cannot be given different constants.
 *
 * @param name file name without its ending
 * @param constants the constants, checked
 * @param invariants names under INVARIANTS
 * @param properties names under PROPERTIES
 */
public record SpecConfig(
    String name, Constants constants, List<String> invariants, List<String> properties) {

  private static final Set<String> SECTIONS =
      Set.of("SPECIFICATION", "VIEW", "CHECK_DEADLOCK", "INVARIANTS", "PROPERTIES", "CONSTANTS");

  /** TLC takes these for the plural ones. */
  private static final Map<String, String> SINGULAR =
      Map.of("INVARIANT", "INVARIANTS", "PROPERTY", "PROPERTIES", "CONSTANT", "CONSTANTS");

  private static final Pattern ASSIGNMENT = Pattern.compile("(\\w+)\\s*=\\s*(.+)");

  /**
   * Reads a configuration of {@code EvictionContract}.
   *
   * @throws IOException if the file can't be read
   * @throws InvalidConstantException if a constant is missing, malformed or breaks an assumption;
   *     its message names file and line where there is one
   */
  public static SpecConfig read(Path file) throws IOException {
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
    String fileName = String.valueOf(file.getFileName());
    return new SpecConfig(
        fileName.replaceFirst("\\.cfg$", ""),
        new Assignments(file, values).constants(),
        List.copyOf(sections.getOrDefault("INVARIANTS", List.of())),
        List.copyOf(sections.getOrDefault("PROPERTIES", List.of())));
  }

  /** The right-hand sides of CONSTANTS: numbers, truth values, and sets of numbers or strings. */
  private record Assignments(Path file, Map<String, String> values) {

    Constants constants() {
      List<BlockSpec> blocks = new ArrayList<>();
      for (BlockKind kind : BlockKind.values()) {
        String name =
            kind.name().charAt(0) + kind.name().substring(1).toLowerCase(java.util.Locale.ROOT);
        for (String id : new TreeSet<>(strings(name))) {
          blocks.add(block(id, kind));
        }
      }
      try {
        return new Constants(
            numbers("Tasks").size(),
            blocks,
            new PoolSpec(number("OnHeapMax"), number("OnHeapRegion")),
            new PoolSpec(number("OffHeapMax"), number("OffHeapRegion")),
            number("UnrollThreshold"),
            modes("UnrollModes"),
            modes("ExecutionModes"),
            new TreeSet<>(numbers("Demands")),
            number("LocksMax"),
            truth("DeferredRelease"));
      } catch (InvalidConstantException e) {
        throw String.valueOf(e.getMessage()).startsWith(file.toString())
            ? e
            : new InvalidConstantException(
                e.field(), file + ": " + e.field() + ": " + e.getMessage());
      }
    }

    private BlockSpec block(String id, BlockKind kind) {
      int size =
          strings("Size4").contains(id)
              ? 4
              : strings("Size3").contains(id) ? 3 : strings("Size2").contains(id) ? 2 : 1;
      MemoryMode mode = strings("OffHeap").contains(id) ? MemoryMode.OFF_HEAP : MemoryMode.ON_HEAP;
      int owner =
          strings("Rdd1").contains(id) ? 1 : strings("Rdd2").contains(id) ? 2 : BlockSpec.NO_OWNER;
      ReleaseBehaviour release =
          strings("ReleaseFatal").contains(id)
              ? ReleaseBehaviour.FATAL
              : strings("ReleaseThrows").contains(id)
                  ? ReleaseBehaviour.THROWS
                  : ReleaseBehaviour.RETURNS;
      return new BlockSpec(id, kind, size, mode, owner, release);
    }

    private String value(String name) {
      @Nullable String value = values.get(name);
      if (value == null) {
        throw new InvalidConstantException(name, file + ": constant " + name + " is missing");
      }
      return value;
    }

    private int number(String name) {
      try {
        return Integer.parseInt(value(name));
      } catch (NumberFormatException e) {
        throw new InvalidConstantException(name, file + ": " + name + " must be a number", e);
      }
    }

    private boolean truth(String name) {
      return switch (value(name)) {
        case "TRUE" -> true;
        case "FALSE" -> false;
        default ->
            throw new InvalidConstantException(name, file + ": " + name + " must be TRUE or FALSE");
      };
    }

    private Set<String> strings(String name) {
      String value = value(name);
      if (!value.startsWith("{") || !value.endsWith("}")) {
        throw new InvalidConstantException(name, file + ": " + name + " must be a set");
      }
      Set<String> members = new HashSet<>();
      for (String member : value.substring(1, value.length() - 1).split(",")) {
        String text = member.strip();
        if (!text.isEmpty()) {
          members.add(text.replaceAll("^\"|\"$", ""));
        }
      }
      return members;
    }

    private Set<Integer> numbers(String name) {
      Set<Integer> numbers = new HashSet<>();
      for (String text : strings(name)) {
        try {
          numbers.add(Integer.valueOf(text));
        } catch (NumberFormatException e) {
          throw new InvalidConstantException(name, file + ": " + name + " must hold numbers", e);
        }
      }
      return numbers;
    }

    private Set<MemoryMode> modes(String name) {
      Set<MemoryMode> modes = new HashSet<>();
      for (String text : strings(name)) {
        try {
          modes.add(MemoryMode.valueOf(text));
        } catch (IllegalArgumentException e) {
          throw new InvalidConstantException(name, file + ": " + name + " has no mode " + text, e);
        }
      }
      return modes;
    }
  }
}
