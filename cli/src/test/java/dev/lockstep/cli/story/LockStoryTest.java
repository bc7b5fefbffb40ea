package dev.lockstep.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.lock.LockAction;
import dev.lockstep.model.lock.LockConfig;
import dev.lockstep.model.lock.LockModel;
import dev.lockstep.model.lock.LockState;
import dev.lockstep.model.lock.LockStep;
import dev.lockstep.model.lock.LockView;
import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.corpus.Corpus;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The stories of counterexamples, as a person reads them. */
class LockStoryTest {
  private static final Path TLC = Path.of("../traces/tlc");
  private static final Path SPEC = Path.of("../spec");

  private static String story(String config) throws TraceFormatException {
    LockTrace trace = (LockTrace) Corpus.readAny(TLC.resolve("MCMemoryStore" + config + ".json"));
    return String.join("\n", new LockStory(trace).lines()) + "\n";
  }

  @Test
  void aDeadlockSaysWhoWaitsForWhom() throws TraceFormatException {
    assertThat(story("Hole1EngineLock"))
        .isEqualTo(
            """
            NoDeadlockInv broken after 8 steps
                 task 1                                            task 2
              1                                                    takes the engine's lock
              2  putNative n1: its write lock
              3  adds the entry n1, 1 unit                                                       lru: n1  used 1/1
              4  unlocks n1: STORED
              5  remove n1
              6  write-locks n1
              7  takes the monitor; n1 leaves, its release begins                                lru: -
              8                                                    putNative n2: its write lock
            in the end:
                 task 1: in remove n1 > release of n1; holds the monitor, the write lock of n1; waits for the engine's lock (task 2)
                 task 2: in the engine's own code > putNative n2; holds the engine's lock, the write lock of n2; waits for the monitor (task 1)
            """);
  }

  @Test
  void aLassoHasWhatGoesOnForEver() throws TraceFormatException {
    assertThat(story("NoWake"))
        .contains("NobodyForgottenLive broken after 5 steps, where it stays for ever\n")
        .contains("\nfor ever: nothing more happens\n")
        .contains("task 1: in remove n1; waits for n1 (which is free: nobody wakes it)");
    assertThat(story("Hole6StopWaits")).contains("waits for the pins of n1 (task 2)");
    LockTrace trace = (LockTrace) Corpus.readAny(TLC.resolve("MCMemoryStoreOneInstant.json"));
    LockTrace loop =
        new LockTrace(
            trace.origin(), 0, trace.expect(), trace.constants(), trace.steps().subList(0, 6), 3);
    assertThat(new LockStory(loop).lines())
        .startsWith("RefinesOneInstant broken after 3 steps and a loop of 3")
        .contains("for ever:")
        .anyMatch(line -> line.matches(" +4 +pin n1"));
  }

  @Test
  void aVictimSaysWhyItIsTakenOrLeft() throws TraceFormatException {
    assertThat(story("OneInstant"))
        .contains("tries n1: read-locked by task 2, leaves it")
        .contains("tries n2: write-locks it; that is enough");
    assertThat(story("NoUnlockAfterFailure"))
        .contains("tries n1: write-locks it; can't reach the space");
    assertThat(story("NoFinally")).contains("the drop of s1 throws; the eviction is over");
    assertThat(story("NoRecheck")).contains("n2 is gone, its release begins");
    assertThat(story("Hole6PinsTaken")).contains("forgets all block infos, though task 2 has n1");
    assertThat(story("Hole6LatePut")).contains("the manager has stopped; not released: n1");
  }

  /**
   * Every step of every state of some configs has words that name its block, and no action is left
   * out.
   */
  @Test
  void everyStepHasItsWords() throws IOException {
    Set<LockAction> told = EnumSet.noneOf(LockAction.class);
    List<Path> configs;
    try (Stream<Path> files = Files.list(SPEC)) {
      configs =
          files
              .filter(f -> f.getFileName().toString().matches("MCMemoryStore(?!Proof).*\\.cfg"))
              .sorted()
              .toList();
    }
    for (Path config : configs) {
      tell(LockConfig.read(config), told);
    }
    assertThat(told).containsExactlyInAnyOrder(LockAction.values());
  }

  private static void tell(LockConfig config, Set<LockAction> told) {
    LockModel model = new LockModel(config.constants());
    Cast cast = new Cast(config.constants());
    Queue<LockState> queue = new ArrayDeque<>(List.of(model.initial()));
    Set<LockState> seen = new HashSet<>(queue);
    while (!queue.isEmpty()) {
      LockState state = queue.remove();
      LockView before = state.view();
      for (int t = 1; t <= before.threads(); t++) {
        assertThat(new Standing(cast, before, t).line().isEmpty() && !before.idle(t)).isFalse();
      }
      for (LockStep step : model.steps(state)) {
        String words = new StepWords(cast, before, step.label(), step.after().view()).text();
        assertThat(words).isNotBlank();
        if (step.label().action().onBlock()) {
          assertThat(words).contains(config.constants().blocks().get(step.label().b()));
        }
        told.add(step.label().action());
        if (seen.size() < 6000 && seen.add(step.after())) {
          queue.add(step.after());
        }
      }
    }
  }
}
