package dev.lockstep.spark.tables;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * A table that is computed row by row, with a hook that may fail, wait or count, and one answer
 * that says whether each row was there once.
 */
final class Source {
  static final int PARTS = 4;
  static final int ROWS = 5000;

  static final StructType SCHEMA =
      new StructType()
          .add("id", "bigint")
          .add("k", "int")
          .add("name", "string")
          .add("amount", "decimal(12,2)");

  /** Calls of hooks, by name, in this JVM. */
  private static final Map<String, AtomicInteger> COUNTS = new ConcurrentHashMap<>();

  private Source() {}

  /** Called before each row is made, in its task. */
  interface Hook extends Serializable {
    void before(int part, int row) throws Exception;
  }

  static Dataset<Row> plain(Tables tables) {
    return of(tables, PARTS, ROWS, (part, row) -> {});
  }

  static Dataset<Row> of(Tables tables, int parts, int rows, Hook hook) {
    return rows(
        tables,
        parts,
        part ->
            IntStream.range(0, rows)
                .mapToObj(
                    row -> {
                      try {
                        hook.before(part, row);
                      } catch (RuntimeException e) {
                        throw e;
                      } catch (Exception e) {
                        throw new IllegalStateException(e);
                      }
                      return row(part, row, rows);
                    })
                .iterator());
  }

  /** The rows of a partition in another order in each attempt. */
  static Dataset<Row> shuffled(Tables tables) {
    return rows(
        tables,
        PARTS,
        part -> {
          long attempt = TaskContext.get().taskAttemptId();
          List<Row> rows =
              IntStream.range(0, ROWS)
                  .boxed()
                  .sorted(Comparator.comparingLong(row -> scattered(row, attempt)))
                  .map(row -> row(part, row, ROWS))
                  .toList();
          return rows.iterator();
        });
  }

  /** Another order of the rows for each attempt, the same whenever it is asked for. */
  private static long scattered(int row, long attempt) {
    return (row + 1) * (2 * attempt + 1) * 0x9E3779B97F4A7C15L;
  }

  private interface Rows extends Serializable {
    java.util.Iterator<Row> of(int part);
  }

  private static Dataset<Row> rows(Tables tables, int parts, Rows rows) {
    List<Integer> numbers = IntStream.range(0, parts).boxed().toList();
    return tables.spark.createDataFrame(
        tables
            .bench
            .context
            .parallelize(new ArrayList<>(numbers), parts)
            .flatMap(part -> rows.of(part)),
        SCHEMA);
  }

  private static Row row(int part, int row, int rows) {
    long id = (long) part * rows + row;
    return RowFactory.create(
        id,
        id % 7 == 0 ? null : (int) (id % 100),
        "name " + id % 1000,
        BigDecimal.valueOf(id * 31 % 100_000, 2));
  }

  /** Of a table of so many rows, each there once, whatever their order. */
  static String answer(Dataset<Row> table) {
    return table
        .selectExpr(
            "count(*)",
            "sum(id)",
            "bit_xor(id * id)",
            "sum(k)",
            "count(k)",
            "min(name)",
            "max(name)",
            "sum(length(name))",
            "sum(amount)")
        .first()
        .toString();
  }

  static int count(String name) {
    return COUNTS.computeIfAbsent(name, key -> new AtomicInteger()).incrementAndGet();
  }

  static int counted(String name) {
    return COUNTS.computeIfAbsent(name, key -> new AtomicInteger()).get();
  }

  static AtomicInteger counter(String name) {
    return COUNTS.computeIfAbsent(name, key -> new AtomicInteger());
  }
}
