package dev.lockstep.spark.tables.measures;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One measure.
 *
 * @param what what was measured, and in which unit
 * @param query null where the whole table was read or made
 * @param round in which turn; measures of one round belong together
 */
public record Measure(
    What what, Table table, @Nullable Query query, Contender contender, int round, double value) {
  /** In the working folder: a line each, as they come. */
  public static final String FILE = "measures.tsv";

  private static final String NO_QUERY = "-";

  /** What a measure is about. */
  public enum What {
    /** Rows of the table by second of processor time of the tasks that read it. */
    SCAN,
    /** The same of the tasks that cache it. */
    BUILD,
    /** The same of the tasks that cache it again, from its own columns. */
    BUILD_AGAIN,
    /** Bytes that the cached table holds, in the JVM and outside. */
    MEMORY,
    /** Bytes that the engine allocated to cache it again from its own columns. */
    MEMORY_AGAIN,
    /** Rows of the table. */
    ROWS
  }

  public String line() {
    return String.join(
        "\t",
        what.name(),
        table.name(),
        query == null ? NO_QUERY : query.name(),
        contender.name(),
        Integer.toString(round),
        Double.toString(value));
  }

  /** Reads a line back. */
  public static Measure parse(String line) {
    String[] parts = line.split("\t", -1);
    if (parts.length != 6) {
      throw new IllegalArgumentException("not a measure: " + line);
    }
    return new Measure(
        What.valueOf(parts[0]),
        Table.valueOf(parts[1]),
        Optional.of(parts[2]).filter(q -> !q.equals(NO_QUERY)).map(Query::valueOf).orElse(null),
        Contender.valueOf(parts[3]),
        Integer.parseInt(parts[4]),
        Double.parseDouble(parts[5]));
  }

  /** All that a run has written to its folder. */
  public static List<Measure> read(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve(FILE), StandardCharsets.UTF_8).stream()
        .map(Measure::parse)
        .toList();
  }
}
