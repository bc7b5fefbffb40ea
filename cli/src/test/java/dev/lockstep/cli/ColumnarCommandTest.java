package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The short form of {@code make columnar}: one rule on a cluster, whose JVMs find the jar. */
class ColumnarCommandTest {
  @Test
  void attemptsLeaveNothingOnACluster() {
    CommandRun run =
        CommandRun.of(
            "columnar", "--part", "rules", "--rule", "S6", "--master", "local-cluster[2,1,1024]");

    assertThat(run.out())
        .contains("Spark 4.2.0, local-cluster[2,1,1024]")
        .contains("S6  ok     unpersist takes the payloads with it, on each executor")
        .contains("S6  ok     a task that fails at a row frees what it registered")
        .contains("all as expected: 4 checks");
    assertThat(run.exitCode()).isZero();
  }
}
