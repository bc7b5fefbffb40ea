package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verdicts that are kept with the page, docs/spec-mutants.md, and the page itself. */
class SpecMutantsKeptTest {
  @TempDir private Path folder;

  /** Whoever changes the specification runs {@code make spec-mutants}, which takes the changed. */
  @Test
  void eachMutantOfTheSpecificationAsItIsHasOneAndNoneIsAGap() {
    Path page = folder.resolve("spec-mutants.md");

    CommandRun run = CommandRun.of("spec-mutants", "--known", "--page", page.toString());

    assertThat(run.out()).contains("all noticed or explained");
    assertThat(run.exitCode()).isZero();
    Path docs = Path.of(System.getProperty("lockstep.home"), "docs");
    assertThat(page).hasSameTextualContentAs(docs.resolve("spec-mutants.md"));
    assertThat(folder.resolve("spec-mutants/all.tsv"))
        .hasSameTextualContentAs(docs.resolve("spec-mutants/all.tsv"));
  }
}
