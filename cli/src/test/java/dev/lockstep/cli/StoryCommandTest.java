package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.traces.corpus.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code story} on a terminal, its page as bytes, its mistakes. */
class StoryCommandTest {
  /** A store with the fault {@code fifo} parts from the model at its last step. */
  static final String PIN_AFTER_TWO_PUTS =
      """
      {
        "format": "lockstep-trace/1", "level": "contract", "origin": "hand", "seed": 0,
        "expect": "conforms",
        "constants": {
          "tasks": 1,
          "blocks": [
            {"id": "n2", "kind": "native", "size": 2, "mode": "OFF_HEAP", "owner": 0, "release": "returns"},
            {"id": "s1", "kind": "serialized", "size": 1, "mode": "OFF_HEAP", "owner": 0, "release": "returns"}
          ],
          "onHeap": {"max": 4, "region": 2}, "offHeap": {"max": 4, "region": 2},
          "unrollThreshold": 1, "unrollModes": [], "executionModes": [], "demands": [], "locksMax": 2
        },
        "steps": [
          {"task": 1, "action": "PutNative", "block": "n2"},
          {"task": 1, "action": "PutSerialized", "block": "s1"},
          {"task": 1, "action": "Pin", "block": "n2"}
        ]
      }
      """;

  private static final Path ONE_EVICTION =
      Path.of("../traces/hand/r04-lru--all-kinds-in-one-eviction.json");
  private static final Path DEADLOCK = Path.of("../traces/tlc/MCMemoryStoreHole1EngineLock.json");

  @TempDir private Path folder;

  /** The command with a page to write. */
  static CommandRun story(Path trace, Path page, String... options) {
    List<String> words =
        new ArrayList<>(List.of("story", trace.toString(), "--html", page.toString()));
    words.addAll(List.of(options));
    return CommandRun.of(words.toArray(String[]::new));
  }

  @Test
  void callsHaveBarsOfBothPools() throws IOException {
    Path trace = Files.writeString(folder.resolve("two.json"), PIN_AFTER_TWO_PUTS);
    CommandRun run = CommandRun.of("story", trace.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(trace + ": " + TOLD);
  }

  private static final String TOLD =
      """
      3 steps, level contract, origin hand
      expected: every step is as the model says

      bars: 4 characters a unit
      [n## native, s== serialized, d~~ deserialized, uu unroll, .. free storage | xx execution, -- free] storage used/pool in units
        1  task 1  putNative n2 (2 units, off-heap)     STORED  on-heap [........|--------] 0/2  off-heap [n2######|--------] 2/2  lru: n2
        2  task 1  putSerialized s1 (1 unit, off-heap)  STORED  on-heap [........|--------] 0/2  off-heap [n2######s1==|----] 3/3  lru: n2 s1
        3  task 1  pin n2                               PINNED  on-heap [........|--------] 0/2  off-heap [s1==n2######|----] 3/3  lru: s1 n2  locks: n2 by 1

      as expected: file and model agree on all 3 steps
      """;

  @Test
  void aStoreThatPartsHasItsOwnLine() throws IOException {
    Path trace = Files.writeString(folder.resolve("fifo.json"), PIN_AFTER_TWO_PUTS);
    CommandRun run = CommandRun.of("story", trace.toString(), "--fault", "fifo");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out().lines())
        .containsSubsequence(
            "             the store has                        PINNED  on-heap [........|--------] 0/2"
                + "  off-heap [n2######s1==|----] 3/3  lru: n2 s1  locks: n2 by 1",
            "     lru: the model has [s1, n2], the store has [n2, s1]   <-- R4",
            "NOT as expected: spark@4.2.0+fifo breaks R4 at step 3 (lru)");
    assertThat(run.out()).contains("\nR4: one recency order for all kinds;");
  }

  @Test
  void aFileThatClaimsSomethingElseIsShown() throws IOException {
    String wrong =
        Files.readString(ONE_EVICTION)
            .replaceFirst("\"ON_HEAP\": 2, \"OFF", "\"ON_HEAP\": 1, \"OFF");
    Path trace = Files.writeString(folder.resolve("wrong.json"), wrong);
    CommandRun run = CommandRun.of("story", trace.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("the file has  ")
        .contains("the file has {")
        .contains("NOT as expected: the file differs from the model at step ");
  }

  @Test
  void aDeadlockHasColumnsAndABar() {
    CommandRun run = CommandRun.of("story", DEADLOCK.toString(), "--store", "spark");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out().lines())
        .contains(
            "  3  adds the entry n1, 1 unit                                                       "
                + "[n1##|----] 1/1  lru: n1  used 1/1",
            "  7  takes the monitor; n1 leaves, its release begins                                "
                + "[????|----] 1/1  lru: -");
    assertThat(run.out())
        .contains("waits for the monitor (task 1)")
        .contains("\nNoDeadlockInv: Deadlock: as long as a call has not ended, some call goes on")
        .endsWith(
            "as expected: NoDeadlockInv is broken by the model's last step;"
                + " file, model and spark@4.2.0 agree on all 8 steps\n");
  }

  @Test
  void aStoreThatCannotRunItSaysWhy() {
    Path trace = Path.of("../traces/tlc/MCMemoryStoreNoTryLock.json");
    CommandRun run = CommandRun.of("story", trace.toString(), "--store", "spark");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("spark@4.2.0: constants.without: the real store can't be run without TryLock");
  }

  @Test
  void thePageIsTheSameBytesEachTime() throws IOException {
    for (Path trace : List.of(ONE_EVICTION, DEADLOCK)) {
      Path first = folder.resolve("first.html");
      Path second = folder.resolve("second.html");
      assertThat(story(trace, first, "--store", "model").out()).contains("\npage: ");
      story(trace, second, "--store", "model");
      assertThat(second).hasSameBinaryContentAs(first);
      assertThat(Files.readString(first))
          .contains("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
          .doesNotContainPattern("(src|href)=|url\\(|@import|https?:");
    }
  }

  /** Of both levels, whatever breaks in them, and to the end. */
  @Test
  void everyTraceOfTheCorpusHasAPage() throws IOException {
    Path page = folder.resolve("page.html");
    for (Path trace : new Corpus(Path.of("../traces")).files()) {
      CommandRun run = story(trace, page, "--store", "model");
      assertThat(run.exitCode()).as(trace + run.out() + run.err()).isZero();
      assertThat(run.out()).startsWith("as expected: ");
    }
  }

  @Test
  void aPageThatCannotBeWrittenIsSaidInALine() throws IOException {
    Path inTheWay = Files.writeString(folder.resolve("file"), "");
    CommandRun run = story(ONE_EVICTION, inTheWay.resolve("x.html"));
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err().strip())
        .startsWith(
            "lockstep: can't write " + inTheWay.resolve("x.html") + ": a file is in the way");
  }

  @Test
  void theResultHasWhatThePageDraws() {
    CommandRun run = CommandRun.of("story", DEADLOCK.toString(), "--json", "-");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().replaceAll("\\s+", " "))
        .startsWith("{ \"title\": \"MCMemoryStoreHole1EngineLock\",")
        .contains("\"threads\": [\"task 1\", \"task 2\"]")
        .contains("\"waits\": \"the engine's lock (task 2)\"")
        .contains("\"store\": {\"where\": \"\", \"why\": \"not asked for: add --store spark\"");
  }

  @Test
  void aScheduleIsSentToItsOwnCommand() throws IOException {
    Path schedule =
        Files.writeString(folder.resolve("s.json"), "{\"format\": \"lockstep-schedule/1\"}");
    CommandRun run = CommandRun.of("story", schedule.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().strip().lines()).hasSize(1);
    assertThat(run.err()).contains("./lockstep explore-threads --replay " + schedule);
  }
}
