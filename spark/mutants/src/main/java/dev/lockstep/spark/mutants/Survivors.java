package dev.lockstep.spark.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What people have said of the mutants that survive: a line each, key, verdict and reason,
 * separated by tabs. Lines that begin with {@code #} are for the reader.
 */
public final class Survivors {
  /** Why a mutant survives. */
  public enum Why {
    /** No caller can tell it from the sound class. */
    EQUIVALENT,
    /** A caller could, but none of Spark's comes there in a way that a check here could. */
    UNREACHABLE,
    /** The harness should notice, and does not. */
    GAP;

    /** In lower case, as in the file. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is said of one. */
  public record Line(Why why, String reason) {}

  private final Map<String, Line> lines;

  private Survivors(Map<String, Line> lines) {
    this.lines = lines;
  }

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException with the line's number, if one is not of this form
   */
  public static Survivors read(Path file) throws IOException {
    Map<String, Line> lines = new LinkedHashMap<>();
    if (!Files.exists(file)) {
      return new Survivors(lines);
    }
    int number = 0;
    for (String text : Files.readAllLines(file)) {
      number++;
      if (text.isBlank() || text.startsWith("#")) {
        continue;
      }
      String[] words = text.split("\t", -1);
      String place = file.getFileName() + ":" + number + ": ";
      if (words.length != 3 || words[2].isBlank()) {
        throw new IllegalArgumentException(place + "must be key, verdict and reason, with tabs");
      }
      Why why;
      try {
        why = Why.valueOf(words[1].toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            place + "'" + words[1] + "' is none of equivalent, unreachable, gap", e);
      }
      if (lines.put(words[0], new Line(why, words[2])) != null) {
        throw new IllegalArgumentException(place + words[0] + " has a line already");
      }
    }
    return new Survivors(lines);
  }

  /** What is said of a mutant. */
  public Optional<Line> of(String key) {
    return Optional.ofNullable(lines.get(key));
  }

  /** Survivors of which nothing is said. */
  public List<Result> unexplained(List<Result> results) {
    return results.stream()
        .filter(r -> r.verdict().status().survived() && !lines.containsKey(r.key()))
        .toList();
  }

  /**
   * Lines about mutants that do not survive, or that there are not.
   *
   * @param results those of every mutant
   */
  public List<String> stale(List<Result> results) {
    List<String> stale = new ArrayList<>(lines.keySet());
    results.stream()
        .filter(r -> r.verdict().status().survived())
        .forEach(r -> stale.remove(r.key()));
    return stale;
  }
}
