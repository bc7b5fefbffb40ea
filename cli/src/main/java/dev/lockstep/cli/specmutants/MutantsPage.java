package dev.lockstep.cli.specmutants;

import dev.lockstep.cli.run.Output;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The page docs/spec-mutants.md, and beside it a table with a line for each mutant. */
final class MutantsPage {
  private static final String HEAD =
      """
      # Mutants of the specification

      Written by `make spec-mutants`, from the run that it describes; don't edit it by hand.

      Each guard and each effect of each action is dropped in turn, in a copy of the modules, and TLC runs the configs
      to which the piece matters until a property notices. What *dropped* means for each kind is in
      [adr/0028](adr/0028-spec-mutants.md). All mutants, a line each, are in [spec-mutants/all.tsv](spec-mutants/all.tsv).

      - **noticed**: a named invariant, step property, liveness property or refinement fails; or a config that claims
        *never* (a `Reach` config) or leaves a mechanism out does not fail any more, which its property's name stands for.
      - **rejected**: TLC can't run it, since it is no specification (a variable without a next value), or an expression
        has no value.
      - **explained**: no property notices, and [spec-mutants/explained.tsv](spec-mutants/explained.tsv) says why that is right.
      - **gap**: neither. `./lockstep spec-mutants` fails then.

      """;

  private final List<Judged> judged;
  private final MutantsTable table;
  private final StringBuilder out = new StringBuilder(HEAD);

  private MutantsPage(List<Judged> judged) {
    this.judged = judged;
    this.table = new MutantsTable(judged);
  }

  /**
   * Writes both files.
   *
   * @param notRun mutants of which nothing is known yet
   */
  static void write(Path file, List<Judged> judged, int notRun) {
    Output.write(file, new MutantsPage(judged).text(notRun));
    Path folder = file.resolveSibling(file.getFileName().toString().replaceFirst("\\.md$", ""));
    VerdictFile.write(folder.resolve(VerdictFile.NAME), judged);
  }

  private String text(int notRun) {
    if (notRun > 0) {
      out.append("**Not complete: ")
          .append(notRun)
          .append(" mutants have not been run yet.** `make spec-mutants` goes on with them.\n\n");
    }
    long stale = judged.stream().filter(Judged::stale).count();
    if (stale > 0) {
      out.append("**")
          .append(stale)
          .append(" verdicts are stale:** what they depend on has changed since.")
          .append(" `make spec-mutants` runs those mutants again.\n\n");
    }
    out.append("| module | mutants | noticed | most by | rejected | explained | gaps |\n");
    out.append("|---|---:|---:|---|---:|---:|---:|\n");
    for (MutantsTable.Row row : table.rows()) {
      row(
          row.module(),
          row.mutants(),
          row.noticed(),
          mostBy(row.module()),
          row.rejected(),
          row.explained(),
          row.gaps());
    }
    out.append("\n## By kind\n\n| dropped | mutants | noticed | rejected | explained | gaps |\n");
    out.append("|---|---:|---:|---:|---:|---:|\n");
    byKind().forEach(this::kind);
    out.append("\n## Which property notices first\n\n| property | mutants |\n|---|---:|\n");
    table.byProperty().forEach((property, count) -> row(code(property), count));
    list("Gaps", "configs", Judged::isGap, j -> j.result().note());
    list(
        "Rejected by TLC",
        "TLC",
        j -> j.result().verdict() == Verdict.REJECTED,
        j -> j.result().note());
    list(
        "Explained",
        "why nothing notices",
        j -> !j.reason().isEmpty() && !j.isReasonOutOfDate(),
        Judged::reason);
    return out.toString();
  }

  /** A section with a line for each of some mutants; none if there is none. */
  private void list(
      String title, String last, Predicate<Judged> which, Function<Judged, String> cell) {
    List<Judged> listed = judged.stream().filter(which).toList();
    if (listed.isEmpty()) {
      return;
    }
    out.append("\n## ").append(title).append("\n\n| place | dropped from | piece | ").append(last);
    out.append(" |\n|---|---|---|---|\n");
    listed.forEach(j -> row(place(j), j.mutant().definition(), piece(j), escaped(cell.apply(j))));
  }

  private void kind(String kind, List<Judged> of) {
    MutantsTable.Row row = new MutantsTable(of).rows().stream().reduce((a, b) -> b).orElseThrow();
    row(kind, row.mutants(), row.noticed(), row.rejected(), row.explained(), row.gaps());
  }

  private Map<String, List<Judged>> byKind() {
    return judged.stream()
        .collect(
            Collectors.groupingBy(
                j -> j.mutant().kind().word(), TreeMap::new, Collectors.toList()));
  }

  private String mostBy(String module) {
    List<Judged> of =
        judged.stream()
            .filter(j -> module.equals("all") || j.mutant().module().equals(module))
            .toList();
    return new MutantsTable(of)
        .byProperty().entrySet().stream()
            .limit(3)
            .map(e -> code(e.getKey()) + " " + e.getValue())
            .collect(Collectors.joining(", "));
  }

  private static String place(Judged j) {
    return code(j.mutant().place());
  }

  private static String piece(Judged j) {
    String text = j.mutant().dropped();
    String shown = text.length() <= 90 ? text : text.substring(0, 87) + "...";
    return j.mutant().kind().word() + " " + code(shown);
  }

  private static String code(String text) {
    return "`" + escaped(text) + "`";
  }

  private static String escaped(String text) {
    return text.replace("|", "\\|");
  }

  private void row(Object... cells) {
    List<String> texts = new ArrayList<>();
    for (Object cell : cells) {
      texts.add(String.valueOf(cell));
    }
    out.append("| ").append(String.join(" | ", texts)).append(" |\n");
  }
}
