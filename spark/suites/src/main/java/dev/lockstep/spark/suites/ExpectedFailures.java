package dev.lockstep.spark.suites;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The checked-in list of what fails with the native cache: {@code native-failures.txt}, which says
 * how it is written.
 */
public record ExpectedFailures(List<ExpectedFailure> failures) {
  private static final String RESOURCE = "native-failures.txt";

  private static final String ANY = "any";

  private static final int COLUMNS = 6;

  public ExpectedFailures {
    failures = List.copyOf(failures);
  }

  /** The list as it is checked in. */
  public static ExpectedFailures checkedIn() {
    try (InputStream in =
        Objects.requireNonNull(ExpectedFailures.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws IllegalArgumentException that names the line that is not of the form
   */
  static ExpectedFailures parse(String text) {
    List<ExpectedFailure> failures = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      try {
        ExpectedFailure failure = of(line);
        if (failures.stream().anyMatch(failure::overlaps)) {
          throw new IllegalArgumentException("listed twice for one run");
        }
        failures.add(failure);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            RESOURCE + ":" + number + ": " + e.getMessage() + ": " + line, e);
      }
    }
    return new ExpectedFailures(failures);
  }

  private static ExpectedFailure of(String line) {
    List<String> columns = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
    if (columns.size() != COLUMNS || columns.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException("not " + COLUMNS + " columns");
    }
    String rule = columns.get(3);
    if (!rule.matches("S[1-8]") && !rule.equals(ExpectedFailure.PLANS)) {
      throw new IllegalArgumentException("no rule S1 to S8, and not " + ExpectedFailure.PLANS);
    }
    Optional<NativeReads> reads = Optional.empty();
    Optional<String> sparkLine = Optional.empty();
    for (String word : columns.get(2).split("\\s+", -1)) {
      if (word.matches("\\d+\\.\\d+")) {
        sparkLine = Optional.of(word);
      } else if (!word.equals(ANY)) {
        reads = Optional.of(reads(word));
      }
    }
    return new ExpectedFailure(
        new TestName(suite(columns.get(0)), columns.get(1)),
        reads,
        sparkLine,
        rule,
        columns.get(4),
        columns.get(5));
  }

  private static SparkSuite suite(String name) {
    return SuiteModule.SQL.suites().stream()
        .filter(suite -> suite.simpleName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no suite of sql"));
  }

  private static NativeReads reads(String text) {
    return NativeReads.of(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'" + text + "' is neither columns nor rows nor a line as 4.0 nor any"));
  }

  /** The part of the list for one version of Spark. */
  public ExpectedFailures on(String version) {
    return new ExpectedFailures(
        failures.stream().filter(failure -> failure.isOn(version)).toList());
  }

  /** What the list has of a test. */
  Optional<ExpectedFailure> of(TestName test, NativeReads reads) {
    return failures.stream().filter(failure -> failure.isOf(test, reads)).findFirst();
  }
}
