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
   * A change of the specification makes verdicts stale, which is shown and is no failure: {@code
   * make spec-mutants} runs what the change touches. A reason for a mutant that is not there any
   * more, and a gap, are failures.
   */
  @Test
  void verdictsCanBeReadAndNoReasonIsOutOfDate() throws IOException {
    Path page = folder.resolve("spec-mutants.md");

    CommandRun run = CommandRun.of("spec-mutants", "--known", "--page", page.toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("are known from before")
        .doesNotContain("OUT OF DATE")
        .doesNotContain("GAP ");
    boolean stale = run.out().contains(" are stale") || run.out().contains("have not been run");
    if (!stale) {
      Path docs = Path.of(System.getProperty("lockstep.home"), "docs");
      assertThat(page)
          .as("run make spec-mutants")
          .content()
          .isEqualTo(Files.readString(docs.resolve("spec-mutants.md")));
    }
  }
}
