package dev.lockstep.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.Action;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.simulator.hunt.Universes;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoryTest {

  /** It was once left out where a release had run, as if that had been a fatal one. */
  @Test
  void whatIsGrantedIsSaidThoughSomethingWasReleased() {
    List<String> lines =
        new Story(Universes.byName("demands").constants())
            .lines(
                List.of(
                    new Action.PutNative(1, "n1"),
                    new Action.PutNative(1, "n2"),
                    new Action.PutNative(1, "n3"),
                    new Action.AcquireExecution(1, MemoryMode.OFF_HEAP, 4)),
                null);
    assertThat(lines.get(3)).contains("GRANTED 4 ").contains("released: n1");
  }

  /** After a fatal release the caller hears of none. */
  @Test
  void aFatalReleaseHasNoAmount() {
    List<String> lines =
        new Story(Universes.byName("throwing").constants())
            .lines(
                List.of(
                    new Action.PutNative(1, "n2"),
                    new Action.PutNative(1, "n3"),
                    new Action.PutNative(1, "n4")),
                null);
    assertThat(lines.get(2)).contains(" FATAL  ").contains("released: n2");
  }
}
