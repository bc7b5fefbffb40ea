package dev.lockstep.spark.suites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.spark.fetch.SparkJars;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small suite of Spark's about caches, really run with the native one. */
class NativeRunTest {
  @TempDir private Path folder;

  @Test
  void sparksTestsPassNativelyButForThoseThatAreListed() throws Exception {
    SuiteClassPath spark;
    try (SparkJars jars = SparkJars.open()) {
      spark = SuiteClassPath.fetch(jars, "4.2.0", SuiteModule.SQL);
    }
    SuiteRun run =
        spark.natively(
            OurClasses.find(), NativeReads.COLUMNS, folder.resolve("run"), Duration.ofMinutes(5));
    NativeCheck check =
        NativeCheck.run(
            run,
            NativeReads.COLUMNS,
            List.of(SparkSuite.CACHE_TABLE_IN_KRYO),
            ExpectedFailures.checkedIn().on("4.2.0"),
            ended -> {});
    assertThat(check.unlisted()).isEmpty();
    // Refused by S1, so the native cache was there; the others went through it.
    assertThat(check.listed())
        .hasSize(2)
        .allMatch(result -> result.outcome().text().contains("The columnar cache of arrow"));
    assertThat(check.needless()).isEmpty();
    assertThat(check.passed()).isEqualTo(check.tests() - 2).isPositive();
  }
}
