package dev.lockstep.spark.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuiteClassPathTest {
  @ParameterizedTest
  @ValueSource(strings = {"3.5.9", "4.2", "4", "", "magic", "../4.2.0", "40.2.0"})
  void aVersionWhoseTestLibrariesAreNotKnownIsRefused(String version) {
    assertThatThrownBy(() -> SuiteClassPath.check(version))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + version + "'")
        .hasMessageContaining("4.0, 4.1, 4.2");
  }

  @Test
  void eachLineHasItsOwnLibraries() {
    assertThat(TestLibraries.of("4.0.4").orElseThrow().roots("4.0.4", SuiteModule.CORE))
        .startsWith(
            "org.apache.spark:spark-core_2.13:4.0.4",
            "org.apache.spark:spark-core_2.13:jar:tests:4.0.4")
        .contains("net.bytebuddy:byte-buddy:1.14.17", "org.mockito:mockito-core:5.12.0");
    assertThat(TestLibraries.of("4.2.0").orElseThrow().roots("4.2.0", SuiteModule.CORE))
        .contains("org.scalatestplus:mockito-5-18_2.13:3.2.19.0");
  }

  @Test
  void theSuitesOfSqlStandBetweenSparksTwoJars() {
    assertThat(TestLibraries.of("4.2.0").orElseThrow().roots("4.2.0", SuiteModule.SQL))
        .startsWith(
            "org.apache.spark:spark-core_2.13:4.2.0",
            "org.apache.spark:spark-sql_2.13:jar:tests:4.2.0",
            "org.apache.spark:spark-sql_2.13:4.2.0");
  }

  @Test
  void aSuiteThatTheVersionLacksIsLeftOutByName(@TempDir Path folder) throws IOException {
    Path tests = folder.resolve("tests.jar");
    try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(tests))) {
      jar.putNextEntry(new ZipEntry("org/apache/spark/sql/CachedTableSuite.class"));
    }
    SuiteClassPath path = new SuiteClassPath("4.0.9", SuiteModule.SQL, List.of(tests, tests));
    assertThat(path.suites()).containsExactly(SparkSuite.CACHED_TABLE);
    assertThat(path.leftOut())
        .hasSize(SuiteModule.SQL.suites().size() - 1)
        .contains(new LeftOut(SparkSuite.DATASET_CACHE, "Spark 4.0.9 has no such suite"));
  }
}
