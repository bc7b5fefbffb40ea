package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code spec-mutants} from the command line, in a checkout whose only config is the smallest. */
class SpecMutantsTest {
  private static final String NOTICED = "EvictionContract/Unlock/guard/locks[b][t] > 0";
  private static final String REJECTED = "EvictionContract/DropAll/fails/victims = <<>>";
  private static final String SAME =
      "EvictionContract/ReleaseUnroll/effect/" + "unroll' = [unroll EXCEPT ![m][t] = 0]";
  private static final String VERDICTS = "docs/spec-mutants/all.tsv";

  @TempDir private Path home;
  private SmallCheckout checkout;

  @BeforeEach
  void open() throws IOException {
    checkout = new SmallCheckout(home, "MCEvictionContractTiny");
  }

  @AfterEach
  void close() {
    checkout.close();
  }

  @Test
  void eachMutantIsNoticedRejectedOrExplainedAndNoneIsRunTwice() throws IOException {
    CommandRun first = mutants("--all", "--json", home.resolve("first.json").toString());

    assertThat(first.out())
        .contains("TypeOK fails after 1 steps (MCEvictionContractTiny)")
        .contains("rejected by TLC: java.lang.StackOverflowError (MCEvictionContractTiny)")
        .containsPattern("GAP EvictionContract:\\d+:\\d+ +ReleaseUnroll .*matters to no config")
        .contains("NOT all noticed or explained");
    assertThat(first.exitCode()).isEqualTo(1);
    assertThat(home.resolve("first.json")).content().contains("\"verdict\": \"noticed\"");

    Path explained = home.resolve("docs/spec-mutants/explained.tsv");
    Files.createDirectories(explained.getParent());
    Files.writeString(explained, SAME + "\tno task has unroll memory there\n");
    CommandRun second = mutants();
    assertThat(second.out()).contains("3 of 3 are known from before");
    assertThat(second.exitCode()).isZero();

    Files.writeString(explained, SAME + "\tso\n" + NOTICED + "\tso\nnone\tso\n");
    CommandRun third = mutants();
    assertThat(third.out())
        .contains("OUT OF DATE in explained.tsv: " + NOTICED)
        .contains("OUT OF DATE in explained.tsv: none");
    assertThat(third.exitCode()).isEqualTo(1);
    assertThat(home.resolve("spec/EvictionContract.tla"))
        .hasSameTextualContentAs(checkout.real("spec/EvictionContract.tla"));
  }

  @ParameterizedTest
  @CsvSource({
    "--module, Nowhere, --module: no module with mutants Nowhere",
    "--action, Fly, --action: no action Fly",
    "--key, Nothing, --key: no mutant Nothing",
    "--workers, 0, --workers and --sample must be at least 1",
    "--sample, 0, --workers and --sample must be at least 1",
  })
  void badOptionIsOneLine(String option, String value, String problem) {
    CommandRun run = CommandRun.of("spec-mutants", option, value);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(problem);
    assertThat(run.err().strip().lines()).hasSize(1);
  }

  @Test
  void pageKeepsTheVerdictsForAnotherCheckout() throws IOException {
    Path page = home.resolve("docs/spec-mutants.md");
    CommandRun first = mutants("--page", page.toString());
    assertThat(first.exitCode()).isEqualTo(1);
    String verdicts = Files.readString(home.resolve(VERDICTS));
    Files.delete(home.resolve("build/spec-mutants/results.jsonl"));

    CommandRun second = mutants("--known", "--page", page.toString());

    assertThat(second.out())
        .contains("3 of 3 are known from before")
        .doesNotContain("have not been run");
    assertThat(home.resolve(VERDICTS)).content().isEqualTo(verdicts);

    Path module = home.resolve("spec/EvictionProperties.tla");
    String text = Files.readString(module);
    Files.writeString(module, text.replace("\nTypeOK ==", "\n\\* A comment.\nTypeOK =="));
    assertThat(mutants("--known").out())
        .as("no verdict depends on a comment")
        .contains("3 of 3 are known from before");

    Files.writeString(module, text.replace("0 <= used[m]", "used[m] >= 0"));
    assertThat(mutants("--known").out())
        .as("only what a property noticed does not depend on the others")
        .contains("1 of 3 are known from before")
        .contains("2 are stale");

    Files.writeString(module, text.replace("\nTypeOK ==", "\nTypeOK ==\n  /\\ TRUE"));
    assertThat(mutants("--known").out()).contains("3 are stale");
  }

  /** A mutant whose graph is the sound one: only its own actions' text can change that. */
  @Test
  void aGraphThatCannotHaveChangedIsNotSearchedAgain() throws IOException {
    checkout.close();
    Path lock = Files.createDirectories(home.resolve("lock"));
    checkout = new SmallCheckout(lock, "MCMemoryStoreRecheckFew");
    Path quiet = home.resolve("lock/build/spec-mutants/quiet.jsonl");
    String[] key = {"spec-mutants", "--key", "MemoryStoreEviction/TryVictim/guard/over"};

    assertThat(CommandRun.of(key).out()).contains("nothing in 1 configs that it matters to");
    assertThat(equalGraphs(quiet)).isEqualTo(1);

    edit(
        "MemoryStore.tla",
        "readers[b][t] > 0\n  /\\ readers' =",
        "readers[b][t] # 0\n  /\\ readers' =");
    assertThat(CommandRun.of(key).out()).contains("nothing in 1 configs that it matters to");
    assertThat(equalGraphs(quiet)).as("another action").isEqualTo(1);

    edit("MemoryStoreEviction.tla", "none   == f.rest = <<>>", "none   == Len(f.rest) = 0");
    assertThat(CommandRun.of(key).out()).contains("nothing in 1 configs that it matters to");
    assertThat(equalGraphs(quiet)).as("its own action").isEqualTo(2);
  }

  private void edit(String module, String text, String other) throws IOException {
    Path file = home.resolve("lock/spec").resolve(module);
    String before = Files.readString(file);
    assertThat(before).contains(text);
    Files.writeString(file, before.replace(text, other));
  }

  private static long equalGraphs(Path quiet) throws IOException {
    return Files.readAllLines(quiet).stream().filter(line -> line.contains("\"equal\"")).count();
  }

  @Test
  void aVerdictThatIsNoneIsRefused() throws IOException {
    Path verdicts = home.resolve(VERDICTS);
    Files.createDirectories(verdicts.getParent());
    Files.writeString(verdicts, "place\tkey\n\n");
    CommandRun empty = mutants();
    assertThat(empty.exitCode()).isEqualTo(2);
    assertThat(empty.err()).contains("all.tsv:2: must be 9 columns: place, key");

    Files.writeString(verdicts, "head\na\tb\tc\tseen\te\tf\t7\th\ti\n");
    CommandRun unknown = mutants();
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("all.tsv:2: no verdict seen");
  }

  @Test
  void aLineWithoutAReasonIsRefused() throws IOException {
    Path explained = home.resolve("docs/spec-mutants/explained.tsv");
    Files.createDirectories(explained.getParent());
    Files.writeString(explained, "# a comment\n" + NOTICED + "\n");

    CommandRun run = mutants();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("explained.tsv:2: must be a key, a tab and a reason");
  }

  private static CommandRun mutants(String... more) {
    List<String> arguments = new ArrayList<>(List.of("spec-mutants"));
    Stream.of(NOTICED, REJECTED, SAME).forEach(key -> arguments.addAll(List.of("--key", key)));
    arguments.addAll(Arrays.asList(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }
}
