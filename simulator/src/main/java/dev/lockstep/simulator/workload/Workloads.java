package dev.lockstep.simulator.workload;

import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.traces.json.JsonFile;
import dev.lockstep.traces.json.Located;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The workloads: ten by name, which are files among the resources, and any that a user writes.
 * Fields at the top of a file can be set to other values.
 */
public final class Workloads {
  private static final List<String> NAMES =
      List.of(
          "zipf",
          "uniform",
          "scan",
          "scan-hot",
          "bursts",
          "phases",
          "tables",
          "tables-and-blocks",
          "join",
          "mixed");

  private Workloads() {}

  /** The names, in the order of the comparison page. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * The workload of a name, with some fields set.
   *
   * @throws InvalidConstantException if there is none, or a value is wrong
   */
  public static WorkloadSpec byName(String name, Map<String, String> settings) {
    if (!NAMES.contains(name)) {
      throw new InvalidConstantException(
          "workload", "must be one of " + String.join(", ", NAMES) + " or a file, was " + name);
    }
    try {
      return read(JsonFile.parse("workload " + name, text(name)), settings);
    } catch (TraceFormatException e) {
      // Our own files are right: it is a setting, and that is where the message says it stands.
      String[] parts = e.getMessage().split(": ", 2);
      throw new InvalidConstantException(parts[0], parts[1], e);
    }
  }

  /** The same without changes. */
  public static WorkloadSpec byName(String name) {
    return byName(name, Map.of());
  }

  /**
   * The workload of a file, with some fields set.
   *
   * @throws TraceFormatException with file, line, column and field, if it is wrong
   */
  public static WorkloadSpec read(Path file, Map<String, String> settings)
      throws TraceFormatException {
    return read(JsonFile.read(file), settings);
  }

  private static WorkloadSpec read(Located file, Map<String, String> settings)
      throws TraceFormatException {
    Map<String, Located> fields = new LinkedHashMap<>(file.fields());
    settings.forEach((field, value) -> fields.put(field, JsonFile.value("--set", field, value)));
    return WorkloadSpec.read(new Located(file.place(), fields), settings.keySet());
  }

  /** The text of a workload that has a name: what a user's own file may begin as. */
  public static String text(String name) {
    try (InputStream in = Workloads.class.getResourceAsStream(name + ".json")) {
      if (in == null) {
        throw new IllegalStateException("no workload " + name + " among the resources");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
