package dev.lockstep.traces.json;

import java.nio.file.Path;

/** A JSON file of any sort as a tree whose values know where they stand. */
public final class JsonFile {
  private JsonFile() {}

  /**
   * Reads a file, unpacked if its name ends in {@code .gz}.
   *
   * @throws TraceFormatException with file, line, column and field, if it is not JSON
   */
  public static Located read(Path file) throws TraceFormatException {
    TextFile text = TextFile.read(file);
    return JsonText.parse(text.name(), text.text(), 0, "", text.cutOff());
  }

  /** The same of a text that has been read; {@code name} is for messages. */
  public static Located parse(String name, String text) throws TraceFormatException {
    return JsonText.parse(name, text, 0, "", null);
  }

  /**
   * A value that a user gave elsewhere, on a command line: a number if it looks like one. It has no
   * line and no column.
   */
  public static Located value(String where, String field, String text) {
    Place place = new Place(where, 0, 0, field);
    try {
      return new Located(place, new java.math.BigDecimal(text));
    } catch (NumberFormatException e) {
      return new Located(place, text);
    }
  }
}
