package dev.lockstep.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir private Path folder;

  @Test
  void aFileIsReplacedAndNothingIsLeftBesideIt() throws IOException {
    Path file = folder.resolve("new/x.txt");
    WholeFile.write(file, "one");
    WholeFile.write(file, "two");
    assertThat(file).hasContent("two");
    assertThat(file.getParent()).isDirectoryContaining("glob:**x.txt");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void whatAKilledProcessLeftGoesWithTheNextWriteOfTheSameFile() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path left = Files.writeString(folder.resolve(".x.txt." + dead.pid() + "-1.part"), "hal");
    Path other = Files.writeString(folder.resolve(".y.txt." + dead.pid() + "-1.part"), "hal");
    long living = ProcessHandle.current().pid();
    Path written = Files.writeString(folder.resolve(".x.txt." + living + "-999.part"), "hal");
    WholeFile.write(folder.resolve("x.txt"), "whole");

    assertThat(left).doesNotExist();
    assertThat(other).exists();
    assertThat(written).exists();
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path file = Files.writeString(folder.resolve("x.txt"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.txt"), file);
    WholeFile.write(link, "new");
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(file).hasContent("new");
  }

  /** A pipe stands for a device: renaming a file over it would take it away. */
  @Test
  void aPipeTakesTheTextAndStays() throws Exception {
    Path pipe = folder.resolve("pipe");
    Assumptions.assumeTrue(made(pipe), "no mkfifo here");
    CompletableFuture<String> read =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Files.readString(pipe);
              } catch (IOException e) {
                return e.toString();
              }
            });
    WholeFile.write(pipe, "through");
    assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo("through");
    assertThat(Files.isRegularFile(pipe, LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(Files.exists(pipe)).isTrue();
  }

  private static boolean made(Path pipe) throws InterruptedException {
    try {
      return new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aFolderIsRefused() {
    assertThatThrownBy(() -> WholeFile.write(folder, "x"))
        .isInstanceOf(IOException.class)
        .hasMessage("it is a folder");
  }
}
