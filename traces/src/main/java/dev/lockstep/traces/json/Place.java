package dev.lockstep.traces.json;

/**
 * Where a value stands.
 *
 * @param file the file as the user named it
 * @param line from 1
 * @param column from 1
 * @param path the field, such as {@code steps[3].block}; empty for the whole
 */
public record Place(String file, int line, int column, String path) {

  /** How the whole of a file is named where a field is asked for. */
  static final String WHOLE = "(whole file)";

  /** The place of a field that is not there. */
  public Place field(String name) {
    return new Place(file, line, column, path.isEmpty() ? name : path + "." + name);
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column + ": " + (path.isEmpty() ? WHOLE : path);
  }
}
