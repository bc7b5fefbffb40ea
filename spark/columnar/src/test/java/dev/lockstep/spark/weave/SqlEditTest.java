package dev.lockstep.spark.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is woven into spark-sql: on each version, each point by itself, and nothing else. */
class SqlEditTest {
  private static final Path SPARK_SQL = Path.of(System.getProperty("lockstep.sparkSqlJar"));
  private static final Path SPARK_CORE = Path.of(System.getProperty("lockstep.sparkCoreJar"));
  private static final Path OTHERS = Path.of("target/sparks");
  private static final String PACKAGE = "org/apache/spark/sql/execution/columnar/";
  private static final String STAGE =
      "org/apache/spark/sql/execution/adaptive/TableCacheQueryStageExec.class";

  @TempDir private Path output;

  private List<String> written() throws IOException {
    try (Stream<Path> files = Files.walk(output)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> output.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void allPointsAreWoven() throws Exception {
    WeaveReport report = StorePatch.weaveSql(SPARK_SQL, output, EnumSet.allOf(SqlEdit.class));

    assertThat(report.points())
        .containsExactly(
            "org.apache.spark.sql.execution.columnar.CachedRDDBuilder.buildBuffers: seen to call"
                + " mapPartitionsInternal, persist",
            "org.apache.spark.sql.execution.columnar.CachedRDDBuilder.<init>: requirePersistable"
                + " called last",
            "org.apache.spark.sql.execution.columnar.InMemoryTableScanExec.supportsRowBased:"
                + " renamed and delegated",
            "org.apache.spark.sql.execution.adaptive.TableCacheQueryStageExec.vectorTypes: method"
                + " added");
    assertThat(written())
        .containsExactly(
            STAGE, PACKAGE + "CachedRDDBuilder.class", PACKAGE + "InMemoryTableScanExec.class");
  }

  @Test
  void eachPointCanBeLeftOut() throws Exception {
    StorePatch.weaveSql(SPARK_SQL, output, EnumSet.of(SqlEdit.PLANS));
    assertThat(written()).containsExactly(PACKAGE + "InMemoryTableScanExec.class");
    Files.delete(output.resolve(written().get(0)));

    StorePatch.weaveSql(SPARK_SQL, output, EnumSet.of(SqlEdit.LEVELS));
    assertThat(written()).containsExactly(PACKAGE + "CachedRDDBuilder.class");
    Files.delete(output.resolve(written().get(0)));

    StorePatch.weaveSql(SPARK_SQL, output, EnumSet.of(SqlEdit.VECTORS));
    assertThat(written()).containsExactly(STAGE);
    Files.delete(output.resolve(written().get(0)));

    StorePatch.weaveSql(SPARK_SQL, output, Set.of());
    assertThat(written()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.1.3", "4.0.4"})
  void theOtherVersionsHaveTheSameShape(String version) throws Exception {
    WeaveReport report =
        StorePatch.weaveSql(
            OTHERS.resolve("spark-sql_2.13-" + version + ".jar"),
            output,
            EnumSet.allOf(SqlEdit.class));

    assertThat(report.version()).isEqualTo(version);
    assertThat(report.points()).hasSize(4);
  }

  @Test
  void whatIsWovenAlreadyIsRefused() throws Exception {
    StorePatch.weaveSql(SPARK_SQL, output, EnumSet.allOf(SqlEdit.class));

    assertThatThrownBy(() -> StorePatch.weaveSql(output, output, EnumSet.allOf(SqlEdit.class)))
        .isInstanceOf(WeaveException.class)
        .hasMessageContaining("woven already");
  }

  @Test
  void anotherJarIsRefusedAndNothingWritten() throws Exception {
    assertThatThrownBy(() -> StorePatch.weaveSql(SPARK_CORE, output, EnumSet.allOf(SqlEdit.class)))
        .isInstanceOf(WeaveException.class)
        .hasMessageContaining("CachedRDDBuilder")
        .hasMessageContaining("found none");
    assertThat(written()).isEmpty();
  }

  @Test
  void aBuilderThatPersistsInAnotherWayIsRefused() {
    CallSequence twice =
        new CallSequence(
            PACKAGE + "CachedRDDBuilder",
            "buildBuffers",
            "()Lorg/apache/spark/rdd/RDD;",
            "org/apache/spark/rdd/RDD",
            List.of("mapPartitionsInternal", "persist", "persist"));

    assertThatThrownBy(
            () -> {
              try (StockClasses classes = StockClasses.open(SPARK_SQL)) {
                twice.weave(classes.read(twice.className()));
              }
            })
        .isInstanceOf(WeaveException.class)
        .hasMessage(
            "org.apache.spark.sql.execution.columnar.CachedRDDBuilder.buildBuffers: expected the"
                + " calls [mapPartitionsInternal, persist, persist], found"
                + " [mapPartitionsInternal, persist]");
  }

  @Test
  void coreAndSqlOfTwoVersionsMakeNoJar() {
    Path jar = output.resolve("mixed.jar");

    assertThatThrownBy(
            () ->
                PatchJar.writeColumnar(
                    SPARK_CORE,
                    OTHERS.resolve("spark-sql_2.13-4.1.3.jar"),
                    List.of(Path.of("../patch/target/classes"), Path.of("target/classes")),
                    EnumSet.allOf(SqlEdit.class),
                    jar))
        .isInstanceOf(WeaveException.class)
        .hasMessageContaining("expected spark-sql of Spark 4.2.0")
        .hasMessageContaining("found 4.1.3");
    assertThat(jar).doesNotExist();
  }
}
