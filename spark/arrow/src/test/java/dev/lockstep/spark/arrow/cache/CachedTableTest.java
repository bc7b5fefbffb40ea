package dev.lockstep.spark.arrow.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/** S1 to S7 on a real session: what is cached is read as it was, and goes with the table. */
class CachedTableTest {
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 3)
            .config("spark.sql.inMemoryColumnarStorage.batchSize", 100)
            .config("spark.sql.cache.serializer", ArrowCachedBatchSerializer.class.getName())
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
    assertThat(ArrowMemory.allocatedBytes()).isZero();
  }

  @AfterEach
  void nothingLeft() {
    spark.catalog().clearCache();
    CollectionConverters.asJava(spark.sparkContext().getPersistentRDDs().values())
        .forEach(rdd -> rdd.unpersist(true));
    assertThat(natives()).isEmpty();
    assertThat(ArrowMemory.allocatedBytes()).isZero();
  }

  private static List<String> natives() {
    List<String> names = new ArrayList<>();
    CollectionConverters.asJava(SparkEnv.get().blockManager().blockInfoManager().entries())
        .forEachRemaining(
            entry -> {
              if (entry._1() instanceof NativeBlockId id) {
                names.add(id.name());
              }
            });
    return names;
  }

  private static Dataset<Row> numbers() {
    return spark
        .range(0, 1000, 1, 4)
        .selectExpr(
            "id",
            "if(id % 7 = 0, null, cast(id as int)) i",
            "concat('name ', id % 10) s",
            "cast(id / 3 as decimal(30,4)) d");
  }

  @Test
  void aCachedTableIsReadFromNativeBlocksAndGoesWithThem() {
    Dataset<Row> cached = numbers().persist(StorageLevel.MEMORY_ONLY());
    String query = "s";
    List<Row> expected =
        numbers()
            .groupBy(query)
            .agg(java.util.Map.of("i", "sum", "d", "max"))
            .orderBy(query)
            .collectAsList();
    assertThat(cached.count()).isEqualTo(1000);
    assertThat(natives()).hasSize(12);
    assertThat(
            cached
                .groupBy(query)
                .agg(java.util.Map.of("i", "sum", "d", "max"))
                .orderBy(query)
                .collectAsList())
        .isEqualTo(expected);
    assertThat(cached.queryExecution().executedPlan().toString()).contains("InMemoryTableScan");
    cached.unpersist(true);
    assertThat(natives()).isEmpty();
  }

  @Test
  void levelsThatAPayloadCannotHaveAreRefusedBeforeAnyJob() {
    assertThatThrownBy(() -> numbers().cache())
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("MEMORY_AND_DISK")
        .hasMessageContaining("persist(StorageLevel.MEMORY_ONLY)");
    assertThat(spark.sharedState().cacheManager().isEmpty()).isTrue();
  }
}
