package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verdicts that are kept with the page, docs/spec-mutants.md, and the page itself. */
class SpecMutantsKeptTest {
  @TempDir private Path folder;

  /**
   * Whoever changes the specification runs {@code make spec-mutants}, which takes those that the
   * change touches. The page counts those that have no verdict yet, and lists the gaps.
   */
  @Test
  void pageIsWhatTheVerdictsSayOfTheSpecificationAsItIsAndNoReasonIsOutOfDate() throws IOException {
    Path page = folder.resolve("spec-mutants.md");

    CommandRun run = CommandRun.of("spec-mutants", "--known", "--page", page.toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("are known from before").doesNotContain("OUT OF DATE");
    Path docs = Path.of(System.getProperty("lockstep.home"), "docs");
    assertThat(page)
        .as("run make spec-mutants, which runs what has changed")
        .content()
        .isEqualTo(Files.readString(docs.resolve("spec-mutants.md")));
    Path verdicts = Path.of("spec-mutants", "all.tsv");
    assertThat(folder.resolve(verdicts))
        .content()
        .isEqualTo(Files.readString(docs.resolve(verdicts)));
  }
}
