package dev.lockstep.cli.specmutants;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.Output;
import dev.lockstep.cli.run.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A table with a line for each mutant, beside the page: to be read, and to be kept with the
 * specification, so that a new checkout runs only what has changed since.
 */
final class VerdictFile {
  static final String NAME = "all.tsv";

  private static final List<String> COLUMNS =
      List.of("place", "key", "actions", "verdict", "property", "config", "steps", "note", "hash");

  private VerdictFile() {}

  static void write(Path file, List<Judged> judged) {
    StringBuilder lines = new StringBuilder(String.join("\t", COLUMNS)).append('\n');
    for (Judged j : judged) {
      MutantResult result = j.result();
      lines
          .append(
              String.join(
                  "\t",
                  j.mutant().place(),
                  result.key(),
                  String.join(" ", j.mutant().actions()),
                  result.verdict().word(),
                  result.property(),
                  result.config(),
                  Integer.toString(result.steps()),
                  result.note(),
                  result.hash()))
          .append('\n');
    }
    Output.write(file, lines.toString());
  }

  /** The results in a table, none if there is no such file. */
  static List<MutantResult> read(Path file) throws IOException {
    List<MutantResult> results = new ArrayList<>();
    if (!Files.exists(file)) {
      return results;
    }
    List<String> lines = Files.readAllLines(file);
    for (int i = 1; i < lines.size(); i++) {
      results.add(result(lines.get(i).split("\t", -1), Workspace.shown(file) + ":" + (i + 1)));
    }
    return results;
  }

  private static MutantResult result(String[] cells, String line) {
    if (cells.length != COLUMNS.size()) {
      throw CommandFailure.usage(
          line + ": must be " + COLUMNS.size() + " columns: " + String.join(", ", COLUMNS));
    }
    try {
      return new MutantResult(
          cells[1],
          cells[8],
          Verdict.ofWord(cells[3]),
          cells[4],
          cells[5],
          Integer.parseInt(cells[6]),
          cells[7],
          0);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(line + ": " + e.getMessage());
    }
  }
}
