package dev.lockstep.traces.json;

/**
 * Where a value stands.
 *
 * @param file the file as the user named it
 * @param line from 1; 0 for what stands in no file
 * @param column from 1
 * @param path the field, such as {@code steps[3].block}; empty for the whole
 */
public record Place(String file, int line, int column, String path) {

  /** How the whole of a file is named where a field is asked for. */
  static final String WHOLE = "(whole file)";

  private static final int SHOWN_MAX = 120;

  /** The place of a field that is not there. */
  public Place field(String name) {
    return new Place(file, line, column, path.isEmpty() ? name : path + "." + name);
  }

  @Override
  public String toString() {
    String where = line == 0 ? file : file + ":" + line + ":" + column;
    return where + ": " + (path.isEmpty() ? WHOLE : shortened(path));
  }

  /** A field deep inside by its two ends: an error is a line. */
  private static String shortened(String path) {
    return path.length() <= SHOWN_MAX
        ? path
        : path.substring(0, SHOWN_MAX / 2) + "..." + path.substring(path.length() - SHOWN_MAX / 2);
  }
}
