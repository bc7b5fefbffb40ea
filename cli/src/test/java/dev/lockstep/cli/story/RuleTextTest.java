package dev.lockstep.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RuleTextTest {
  private static final Path SPEC = Path.of("../spec");

  @Test
  void rulesAreToldAsInTheReadme() throws IOException {
    Matcher row =
        Pattern.compile("^\\| (R\\d+) \\| (.*) \\|$", Pattern.MULTILINE)
            .matcher(Files.readString(Path.of("../README.md")));
    int rules = 0;
    while (row.find()) {
      assertThat(RuleText.of(row.group(1), SPEC).text())
          .isEqualTo(row.group(2).replace("`", "").replace("*", ""));
      rules++;
    }
    assertThat(rules).isEqualTo(14);
  }

  @Test
  void aPropertyHasItsCommentAndItsFormula() {
    RuleText deadlock = RuleText.of("NoDeadlockInv", SPEC);
    assertThat(deadlock.text())
        .isEqualTo(
            "Deadlock: as long as a call has not ended, some call goes on or some holder gives"
                + " back. TLC's own check would be content with a third task that begins calls for"
                + " ever.");
    assertThat(deadlock.formula()).startsWith("NoDeadlockInv ==\n  ").contains("GivesLater");
    RuleText forgotten = RuleText.of("NobodyForgottenLive", SPEC);
    assertThat(forgotten.text()).startsWith("Whoever sleeps for a block is woken");
    assertThat(forgotten.formula()).doesNotContain("Removing(");
  }

  @Test
  void aPropertyWithoutACommentHasItsRules() {
    assertThat(RuleText.of("R4OneOrderInv", SPEC).text()).startsWith("R4: one recency order");
    assertThat(RuleText.of("NoSuchThing", SPEC)).isEqualTo(new RuleText("NoSuchThing", "", ""));
  }
}
