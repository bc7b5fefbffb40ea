package dev.lockstep.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFolderTest {
  @TempDir private Path home;

  @Test
  void theFolderOfADeadProcessGoesAndNoOther() throws IOException {
    Path dead = Files.createDirectories(home.resolve("woven-1"));
    Files.writeString(dead.resolve(".owner"), "");
    Files.writeString(Files.createDirectories(dead.resolve("a/b")).resolve("c"), "c");
    Path withoutOwner = Files.createDirectories(home.resolve("woven-2"));
    Path ofAnotherSort = Files.createDirectories(home.resolve("found"));
    Files.writeString(ofAnotherSort.resolve(".owner"), "");
    ScratchFolder mine = ScratchFolder.in(home, "woven-");
    ScratchFolder next = ScratchFolder.in(home, "woven-");

    assertThat(dead).doesNotExist();
    assertThat(withoutOwner).exists();
    assertThat(ofAnotherSort).exists();
    assertThat(mine.path()).exists().isNotEqualTo(next.path());

    mine.close();
    assertThat(mine.path()).doesNotExist();
    assertThat(next.path()).exists();
    next.close();
  }

  @Test
  void oneThatIsKeptStays() throws IOException {
    ScratchFolder kept = ScratchFolder.in(home, "hunt-");
    Files.writeString(kept.path().resolve("driver.log"), "what went wrong");
    kept.keep();
    ScratchFolder.in(home, "hunt-").close();

    assertThat(kept.path().resolve("driver.log")).exists();
  }
}
