package dev.lockstep.spark.context.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R1 to R13 on a real SparkContext, in one JVM and in three. */
class ContextRunTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"local[2]", "local-cluster[2,1,1024]"})
  void everyRuleHoldsInARealContext(String master) throws Exception {
    List<String> progress = new ArrayList<>();

    Report report =
        ContextRun.run(
            TestClassPath.entries(), master, folder, Duration.ofMinutes(4), progress::add);

    assertThat(report.failed()).isEmpty();
    assertThat(report.passed()).isTrue();
    assertThat(report.rules())
        .containsAll(IntStream.rangeClosed(1, 13).mapToObj(rule -> "R" + rule).toList());
    assertThat(report.results()).allMatch(result -> result.master().equals(master));
    assertThat(progress).hasSameSizeAs(report.results());
    assertThat(ProcessHandle.current().descendants()).noneMatch(LaunchTest::isJava);
  }
}
