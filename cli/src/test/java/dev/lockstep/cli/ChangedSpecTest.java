package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check} of a specification that was changed and a model that has not followed. */
class ChangedSpecTest {
  @TempDir private Path home;

  @Test
  void counterexampleThatIsNotTheModelsIsToldAsItIs() throws IOException {
    CommandRun run =
        changed(
            "MCMemoryStoreTwo",
            "MemoryStore",
            "IF Top(t).failed \\/ Size(Top(t).b)",
            "IF Size(Top(t).b)");

    assertThat(run.out())
        .contains("expected holds, got R7PutProp")
        .contains("TLC's step is not the model's: {\"action\":\"PutReacquires\",")
        .contains("initial state");
  }

  @Test
  void callThatTheModelDoesNotKnowIsToldAsItIs() throws IOException {
    CommandRun run =
        changed("MCEvictionContractTiny", "EvictionContract", "PutNative", "PlaceNative");

    assertThat(run.out())
        .contains("expected holds, got ")
        .contains("TLC's step is not the model's: {\"action\":\"PlaceNative\"");
  }

  private CommandRun changed(String config, String module, String text, String becomes)
      throws IOException {
    try (SmallCheckout checkout = new SmallCheckout(home, config)) {
      Path file = home.resolve("spec").resolve(module + ".tla");
      String before = Files.readString(checkout.real("spec/" + module + ".tla"));
      assertThat(before).contains(text);
      Files.writeString(file, before.replace(text, becomes));

      CommandRun run = CommandRun.of("check", config);

      assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(1);
      assertThat(run.err()).isEmpty();
      return run;
    }
  }
}
