package dev.lockstep.spark.arrow.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.ExplainMode;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

  /** The cache manager does not wait for what it asks executors to remove. */
  @AfterEach
  void nothingLeft() throws InterruptedException {
    spark.catalog().clearCache();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (ArrowMemory.allocatedBytes() > 0 && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(natives()).isEmpty();
    assertThat(ArrowMemory.allocatedBytes()).isZero();
    assertThat(ArrowMemory.made()).isEqualTo(ArrowMemory.freed());
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

  /** Each atomic type, nested ones, and nulls in each. */
  private static final List<String> TYPES =
      List.of(
          "id",
          "cast(null as void) v",
          "if(id % 5 = 0, null, id % 2 = 0) bool",
          "if(id % 5 = 0, null, cast(id % 100 as tinyint)) b",
          "if(id % 5 = 0, null, cast(id as smallint)) sh",
          "if(id % 5 = 0, null, cast(-id as int)) i",
          "if(id % 5 = 0, null, id * 10000000000) l",
          "if(id % 5 = 0, null, cast(id / 7 as float)) f",
          "if(id % 5 = 0, null, id / 7) d",
          "if(id % 5 = 0, null, cast(-id / 7 as decimal(10,3))) dec",
          "if(id % 5 = 0, null, cast(-id * 1e20 as decimal(38,5))) bigdec",
          "if(id % 5 = 0, null, repeat('ä', cast(id % 9 as int))) s",
          "if(id % 5 = 0, null, cast(concat('x', id) as binary)) bin",
          "if(id % 5 = 0, null, date_add(date'1960-01-01', cast(id as int))) day",
          "if(id % 5 = 0, null, timestamp_micros(id * 1000003)) ts",
          "if(id % 5 = 0, null, cast(timestamp_micros(-id * 1000003) as timestamp_ntz)) tsn",
          "if(id % 5 = 0, null, make_ym_interval(cast(id as int), 3)) ym",
          "if(id % 5 = 0, null, make_dt_interval(cast(id as int), 1, 2, 3.5)) dt",
          "if(id % 5 = 0, null, make_interval(1, 2, 0, cast(id as int), 0, 0, 10000000001.25)) ci",
          "if(id % 5 = 0, null, array(id, null, id + 1)) a",
          "if(id % 5 = 0, null, map(concat('k', id), id)) m",
          "if(id % 5 = 0, null, named_struct('x', id, 'y', array(named_struct('z', 'q')))) st",
          "if(id % 5 = 0, null, parse_json(concat('{\"a\":', id, '}'))) va");

  private static List<String> rows(Dataset<Row> table) {
    // Not every type can be compared as a value: as text all can.
    return table
        .selectExpr(
            "id",
            "to_json(struct(bool, b, sh, i, l, f, d, dec, bigdec, s, bin, day, ts, tsn, a, st)) j",
            "cast(ym as string) ym",
            "cast(dt as string) dt",
            "cast(ci as string) ci",
            "map_entries(m) m",
            "to_json(va) va",
            "v is null n")
        .orderBy("id")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  private static Dataset<Row> allTypes() {
    return spark.range(0, 777, 1, 3).selectExpr(TYPES.toArray(new String[0]));
  }

  @Test
  void everyTypeIsReadAsItWas() {
    List<String> expected = rows(allTypes());
    Dataset<Row> cached = allTypes().persist(StorageLevel.MEMORY_ONLY());

    assertThat(rows(cached)).as("columns").isEqualTo(expected);
    spark.conf().set("spark.sql.inMemoryColumnarStorage.enableVectorizedReader", "false");
    try {
      assertThat(rows(cached)).as("rows").isEqualTo(expected);
    } finally {
      spark.conf().unset("spark.sql.inMemoryColumnarStorage.enableVectorizedReader");
    }
    assertThat(natives()).hasSize(9);
    assertThat(expected.get(0)).contains("true");
    assertThat(expected.get(6)).contains("\"i\":-6", "-600000000000000000000.00000");
  }

  @Test
  void aTableWithoutColumnsAndAnEmptyOneAreCached() {
    Dataset<Row> none = spark.range(0, 250, 1, 2).select().persist(StorageLevel.MEMORY_ONLY());
    assertThat(none.count()).isEqualTo(250);
    assertThat(none.count()).isEqualTo(250);

    Dataset<Row> empty = numbers().where("id < 0").persist(StorageLevel.MEMORY_ONLY());
    assertThat(empty.count()).isZero();
    assertThat(empty.agg(java.util.Map.of("id", "max")).first().isNullAt(0)).isTrue();
  }

  @Test
  void columnsOfParquetAreTakenAsTheyAre(@TempDir Path folder) {
    String file = folder.resolve("t").toString();
    numbers().write().parquet(file);
    Dataset<Row> cached = spark.read().parquet(file).persist(StorageLevel.MEMORY_ONLY());

    assertThat(cached.orderBy("id").collectAsList())
        .isEqualTo(spark.read().parquet(file).orderBy("id").collectAsList());
    assertThat(cached.queryExecution().explainString(ExplainMode.fromString("formatted")))
        .contains("columnarIn=true");
  }
}
