package dev.lockstep.spark.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class BoundedProcessTest {
  @TempDir private Path folder;

  @Test
  void theExitCodeOfAProcessThatEnds() throws Exception {
    assertThat(BoundedProcess.run(shell("exit 7"), Duration.ofSeconds(20), () -> {})).hasValue(7);
  }

  @Test
  void theLimitKillsAProcessWithItsChildren() throws Exception {
    AtomicInteger polls = new AtomicInteger();
    assertThat(
            BoundedProcess.run(
                shell(ENDLESS), Duration.ofSeconds(2), () -> polls.incrementAndGet()))
        .isEmpty();
    assertThat(polls).hasPositiveValue();
    assertGone("parent");
    assertGone("child");
  }

  @Test
  void anInterruptKillsAsWell() throws Exception {
    Thread here = Thread.currentThread();
    Path child = folder.resolve("child");
    Runnable whenStarted =
        () -> {
          if (Files.exists(child)) {
            here.interrupt();
          }
        };
    assertThatThrownBy(
            () -> BoundedProcess.run(shell(ENDLESS), Duration.ofSeconds(20), whenStarted))
        .isInstanceOf(InterruptedException.class);
    assertGone("parent");
    assertGone("child");
  }

  /** Both write who they are; a rename makes the file whole when it is there. */
  private static final String ENDLESS =
      "echo $$ > parent; sleep 600 & echo $! > child.new; mv child.new child; wait";

  private void assertGone(String who) throws IOException, InterruptedException {
    long pid = Long.parseLong(Files.readString(folder.resolve(who)).strip());
    Optional<ProcessHandle> left = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    for (int wait = 0; wait < 50 && left.isPresent(); wait++) {
      Thread.sleep(100);
      left = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    }
    assertThat(left).isEmpty();
  }

  private ProcessBuilder shell(String script) {
    return new ProcessBuilder("sh", "-c", script).directory(folder.toFile());
  }
}
