package dev.lockstep.spark.context.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher does when the probes can't be run, or take too long. */
class LaunchTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path folder;

  static boolean isJava(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("java");
  }

  @Test
  void limitKillsTheDriverAndItsExecutors() throws Exception {
    Set<ProcessHandle> seen = Collections.synchronizedSet(new HashSet<>());
    Thread watcher =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                ProcessHandle.current().descendants().filter(LaunchTest::isJava).forEach(seen::add);
                try {
                  TimeUnit.MILLISECONDS.sleep(20);
                } catch (InterruptedException e) {
                  return;
                }
              }
            });
    watcher.start();
    List<String> progress = new ArrayList<>();

    // The first result comes after the first executor is there; that is when it gets too long.
    assertThatThrownBy(
            () ->
                ContextRun.run(
                    TestClassPath.entries(),
                    "local-cluster[2,1,1024]",
                    folder,
                    Duration.ofSeconds(60),
                    line -> {
                      progress.add(line);
                      throw new IllegalStateException("enough");
                    }))
        .hasMessage("enough");
    watcher.interrupt();
    watcher.join();

    assertThat(progress).hasSize(1);
    assertThat(seen).as("the driver's JVM and an executor's").hasSizeGreaterThanOrEqualTo(2);
    for (ProcessHandle process : seen) {
      process.onExit().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void limitIsSaidWithTheLastResult() {
    assertThatThrownBy(() -> run(TestClassPath.entries(), "local[2]", Duration.ofMillis(700)))
        .isInstanceOf(ContextRunException.class)
        .hasMessageContaining("did not end within 700 ms")
        .hasMessageContaining("results so far")
        .hasMessageContaining(ContextRun.LOG);
    assertThat(ProcessHandle.current().descendants()).noneMatch(LaunchTest::isJava);
  }

  @Test
  void missingEntryIsNamed() {
    assertThatThrownBy(() -> run(List.of(folder.resolve("none.jar")), "local[2]", LIMIT))
        .isInstanceOf(ContextRunException.class)
        .hasMessageContaining("none.jar does not exist");
  }

  @Test
  void missingSparkIsNamed() {
    assertThatThrownBy(() -> run(TestClassPath.without("spark-core"), "local[2]", LIMIT))
        .isInstanceOf(ContextRunException.class)
        .hasMessage("spark-core is not on the class path");
  }

  @Test
  void missingPatchIsNamed() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertThatThrownBy(() -> run(List.of(empty), "local[2]", LIMIT))
        .isInstanceOf(ContextRunException.class)
        .hasMessage("lockstep-spark-patch is not on the class path");
  }

  @Test
  void sparkBeforeThePatchIsNamed() {
    List<Path> wrong =
        Stream.concat(
                TestClassPath.entries().stream()
                    .filter(entry -> entry.getFileName().toString().startsWith("spark-core")),
                TestClassPath.entries().stream())
            .toList();

    assertThatThrownBy(() -> run(wrong, "local[2]", LIMIT))
        .isInstanceOf(ContextRunException.class)
        .hasMessageContaining("spark-core stands before the woven classes");
  }

  @Test
  void missingLibraryEndsTheJvmAndIsSaid() {
    assertThatThrownBy(() -> run(TestClassPath.without("scala-library"), "local[2]", LIMIT))
        .isInstanceOf(ContextRunException.class)
        .hasMessageContaining("ended with exit code")
        .hasMessageContaining("scala");
  }

  @Test
  void badMasterIsSaid() {
    assertThatThrownBy(() -> run(TestClassPath.entries(), "nowhere", LIMIT))
        .isInstanceOf(ContextRunException.class)
        .hasMessageContaining("master")
        .hasMessageContaining("nowhere");
  }

  private void run(List<Path> classPath, String master, Duration limit) throws Exception {
    ContextRun.run(classPath, master, folder.resolve("work"), limit, line -> {});
  }
}
