package dev.lockstep.spark.context.launch;

import java.util.Optional;

/**
 * What one probe found.
 *
 * @param rule the rule that it is about, {@code R5}
 * @param probe the probe's name, a short sentence
 * @param master the master of the SparkContext that it ran on
 * @param passed true if the rule held
 * @param detail what was seen, in one line
 */
public record Result(String rule, String probe, String master, boolean passed, String detail) {
  private static final String PASSED = "passed";
  private static final String FAILED = "failed";

  /** Tabs and line breaks in any of the texts become spaces: a result is one line. */
  public Result {
    rule = oneLine(rule);
    probe = oneLine(probe);
    master = oneLine(master);
    detail = oneLine(detail);
  }

  /** The line that stands for this result in a file. */
  public String line() {
    return String.join("\t", rule, probe, master, passed ? PASSED : FAILED, detail);
  }

  /** Reads a line back; empty if it is none of ours, or only the beginning of one. */
  public static Optional<Result> parse(String line) {
    String[] parts = line.split("\t", -1);
    if (parts.length != 5 || !(parts[3].equals(PASSED) || parts[3].equals(FAILED))) {
      return Optional.empty();
    }
    return Optional.of(new Result(parts[0], parts[1], parts[2], parts[3].equals(PASSED), parts[4]));
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
