package dev.lockstep.traces.json;

import dev.lockstep.io.WholeFile;
import dev.lockstep.traces.StoredTrace;
import dev.lockstep.traces.Trace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Traces in files, format version 1. The name decides: {@code .json} is one object, {@code .jsonl}
 * a header line and then one step a line, and either may end in {@code .gz}.
 */
public final class TraceCodec {
  private TraceCodec() {}

  /**
   * Reads a trace of the contract level. Steps without {@code observed} get what the model
   * observes.
   *
   * @throws TraceFormatException if there is no such file or it is no such trace; the message is
   *     one line
   */
  public static Trace read(Path file) throws TraceFormatException {
    if (readAny(file) instanceof Trace trace) {
      return trace;
    }
    throw new TraceFormatException(
        file + ": level: a trace of the lock level, where one of the contract level is needed");
  }

  /** The same of either level. */
  public static StoredTrace readAny(Path file) throws TraceFormatException {
    TextFile source = TextFile.read(file);
    return isLines(file)
        ? ofLines(source)
        : TraceReader.read(JsonText.parse(source.name(), source.text(), 0, "", source.cutOff()));
  }

  /**
   * The same from a text, which is one object.
   *
   * @param name what errors call it
   */
  public static StoredTrace parse(String name, String text) throws TraceFormatException {
    return TraceReader.read(JsonText.parse(name, text, 0, "", null));
  }

  private static StoredTrace ofLines(TextFile source) throws TraceFormatException {
    List<String> lines = source.text().lines().toList();
    String first = lines.isEmpty() ? "" : lines.get(0);
    Located header = JsonText.parse(source.name(), first, 0, "", source.cutOff());
    List<Located> steps = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String path = "steps[" + (i - 1) + "]";
      steps.add(JsonText.parse(source.name(), lines.get(i), i, path, source.cutOff()));
    }
    if (source.cutOff() != null) {
      Place end = new Place(source.name(), lines.size() + 1, 1, "steps[" + steps.size() + "]");
      throw new TraceFormatException(end, source.cutOff());
    }
    return TraceReader.read(header, steps);
  }

  /** Writes a trace, all of it or nothing; makes the folders that it needs. */
  public static void write(StoredTrace trace, Path file) throws IOException {
    WholeFile.write(file, isLines(file) ? TraceWriter.lines(trace) : TraceWriter.json(trace));
  }

  /** The text of a {@code .json} file. */
  public static String text(StoredTrace trace) {
    return TraceWriter.json(trace);
  }

  private static boolean isLines(Path file) {
    return file.toString().endsWith(".jsonl") || file.toString().endsWith(".jsonl.gz");
  }
}
