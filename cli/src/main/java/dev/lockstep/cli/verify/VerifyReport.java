package dev.lockstep.cli.verify;

import com.samskivert.mustache.Mustache;
import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.io.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The outcome of {@code verify} as one HTML page that works from a file. */
final class VerifyReport {
  private VerifyReport() {}

  /** Writes index.html into a folder, all at once, and returns its path. */
  static Path write(Path folder, String title, Verdicts verdicts) {
    try (InputStream in = VerifyReport.class.getResourceAsStream("report.mustache")) {
      if (in == null) {
        throw new IllegalStateException("report.mustache is missing from the jar");
      }
      String template = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String page = Mustache.compiler().compile(template).execute(context(title, verdicts));
      Path file = folder.resolve("index.html");
      WholeFile.write(file, page);
      return file;
    } catch (IOException e) {
      throw CommandFailure.outside("can't write the report to " + folder + ": " + e.getMessage());
    }
  }

  private static Map<String, Object> context(String title, Verdicts verdicts) {
    List<Map<String, Object>> rows =
        verdicts.rows().stream()
            .map(
                row ->
                    Map.<String, Object>of(
                        "rule", row.rule(),
                        "title", row.title(),
                        "proved", row.proved(),
                        "configs", row.configs(),
                        "states", number(row.states()),
                        "edges", number(row.edges()),
                        "equal", row.equal(),
                        "cells", withNotAsked(VerifyTable.cells(row), verdicts),
                        "state", row.broken() ? "broken" : "sound"))
            .toList();
    List<Map<String, Object>> specs =
        verdicts.specs().stream()
            .map(Verdicts.SpecVerdict::check)
            .map(
                check ->
                    Map.<String, Object>of(
                        "name", check.config().name(),
                        "expect", check.config().expect(),
                        "verdict", check.verdict(),
                        "states", number(check.states()),
                        "edges", number(check.edges()),
                        "state", check.asExpected() ? "sound" : "broken"))
            .toList();
    return Map.of(
        "versions",
        Stream.concat(verdicts.spark().stream().map(OnSpark::version), verdicts.notAsked().stream())
            .toList(),
        "title",
        title,
        "verdict",
        verdicts.asExpected() ? "all as expected" : "NOT as expected",
        "state",
        verdicts.asExpected() ? "sound" : "broken",
        "summary",
        String.join("\n", VerifyTable.lines(verdicts)),
        "rows",
        rows,
        "specs",
        specs);
  }

  private static List<String> withNotAsked(List<String> cells, Verdicts verdicts) {
    return Stream.concat(cells.stream(), verdicts.notAsked().stream().map(v -> "not asked"))
        .toList();
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
