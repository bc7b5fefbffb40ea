package dev.lockstep.cli.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.Constants;
import dev.lockstep.model.PoolSpec;
import dev.lockstep.traces.Trace;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SetCoverTest {
  @Test
  void allItemsAreKeptByAsFewTracesAsTheyTake() {
    assertThat(cover(run("a", 1, 2, 3), run("b", 3, 4), run("c", 4), run("d", 1)))
        .containsExactly("a", "b");
  }

  @Test
  void whatTheOthersMakeRedundantGoes() {
    // The largest comes first, and then each half of it is needed for something of its own.
    assertThat(cover(run("large", 1, 2, 3, 4), run("left", 1, 2, 5), run("right", 3, 4, 6)))
        .containsExactly("left", "right");
  }

  @Test
  void ofEqualTracesTheFirstByNameStays() {
    assertThat(cover(run("z", 1), run("y", 1))).containsExactly("y");
  }

  @Test
  void nothingToKeepKeepsNothing() {
    assertThat(cover(run("a"))).isEmpty();
  }

  private static List<String> cover(TraceRun... runs) {
    return SetCover.of(List.of(runs)).stream().map(run -> run.file().toString()).toList();
  }

  private static TraceRun run(String name, Integer... items) {
    Constants constants =
        new Constants(
            1,
            List.of(),
            new PoolSpec(1, 0),
            new PoolSpec(0, 0),
            1,
            Set.of(),
            Set.of(),
            new TreeSet<>(),
            1);
    Trace trace =
        new Trace(
            Trace.Level.CONTRACT,
            Trace.Origin.HAND,
            0,
            new Trace.Expectation.Conforms(),
            constants,
            List.of());
    TreeSet<Item> all = new TreeSet<>();
    Arrays.asList(items).forEach(item -> all.add(new Item(Item.Kind.PROBE, "p" + item)));
    return new TraceRun(Path.of(name), trace, true, true, all);
  }
}
