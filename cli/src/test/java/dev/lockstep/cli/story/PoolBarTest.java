package dev.lockstep.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolBarTest {
  private static final PoolBar.Part N1 = new PoolBar.Part("n1", '#', 2);
  private static final PoolBar.Part S1 = new PoolBar.Part("s1", '=', 1);

  @Test
  void entriesStandInTheirOrderAndToScale() {
    PoolBar bar = new PoolBar(5);
    assertThat(bar.text(List.of(N1, S1), 4, 3, 1)).isEqualTo("[n1######s1==....|xxxx] 3/4");
    assertThat(bar.text(List.of(S1, N1), 3, 3, 0)).isEqualTo("[s1==n1######|--------] 3/3");
    assertThat(bar.scale()).isEqualTo("4 characters a unit");
  }

  @Test
  void whatNoEntryAccountsForIsMarked() {
    assertThat(new PoolBar(4).text(List.of(S1), 2, 2, 0)).isEqualTo("[s1==????|--------] 2/2");
  }

  @Test
  void aBlockThatNoPoolCouldHoldFillsTheBar() {
    PoolBar.Part huge = new PoolBar.Part("n1", '#', Integer.MAX_VALUE);
    assertThat(new PoolBar(4).text(List.of(huge, S1), 2, 0, 0))
        .isEqualTo("[n1######|--------] 0/2");
  }

  @Test
  void aNameIsCutToItsRoom() {
    PoolBar bar = new PoolBar(40);
    assertThat(bar.scale()).isEqualTo("a character a unit");
    assertThat(bar.text(List.of(N1, S1), 4, 3, 0)).startsWith("[n1s.|----").endsWith("] 3/4  ");
  }

  /** Whatever is in it, also what no sound store has, a bar has the length of all its others. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 7, 13, 40, 41, 1000})
  void allBarsOfAPoolAreEquallyLong(int max) {
    PoolBar bar = new PoolBar(max);
    int length = bar.text(List.of(), 0, 0, 0).length();
    for (int pool = 0; pool <= max; pool += Math.max(1, max / 7)) {
      for (int used = 0; used <= max; used += Math.max(1, max / 5)) {
        assertThat(bar.text(List.of(N1, S1, N1), pool, used, max - pool)).hasSize(length);
      }
    }
  }
}
