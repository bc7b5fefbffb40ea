package dev.lockstep.spark.arrow.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is written is read, whatever the batches before had in the same memory. */
class ArrowBatchWriterTest {
  private static final int ROWS = 1000;

  private final Random random = new Random(1);
  private final List<Object[]> written = new ArrayList<>();

  @AfterEach
  void nothingLeft() {
    assertThat(ArrowMemory.allocatedBytes()).isZero();
  }

  /** Writes batches of one column, by both kinds of rows, and reads them. */
  private List<Long> roundTrip(DataType type, List<IntFunction<Object>> batches) {
    StructType schema = new StructType().add("value", type);
    UnsafeProjection unsafe = UnsafeProjection.create(schema);
    List<Long> bytes = new ArrayList<>();
    try (ArrowBatchWriter writer = new ArrowBatchWriter(schema, ROWS)) {
      for (IntFunction<Object> values : batches) {
        written.clear();
        for (int row = 0; row < ROWS; row++) {
          Object[] value = {values.apply(row)};
          written.add(value);
          InternalRow generic = new GenericInternalRow(value);
          writer.append(random.nextBoolean() ? generic : unsafe.apply(generic));
        }
        ArrowCachedBatch batch = (ArrowCachedBatch) writer.finish();
        bytes.add(batch.reservedBytes());
        try (ColumnarBatch read = batch.read(new int[] {0})) {
          assertThat(read.numRows()).isEqualTo(ROWS);
          for (int row = 0; row < ROWS; row++) {
            Object expected = written.get(row)[0];
            assertThat(read.column(0).isNullAt(row)).isEqualTo(expected == null);
            if (expected != null) {
              assertThat(read.getRow(row).get(0, type)).isEqualTo(expected);
            }
          }
        }
        batch.release();
      }
    }
    return bytes;
  }

  private static Object text(Object value) {
    return UTF8String.fromString(String.valueOf(value));
  }

  @Test
  void aDictionaryIsKeptWhereStringsAreFewAndLeftWhereTheyAreMany() {
    List<Long> bytes =
        roundTrip(
            DataTypes.StringType,
            List.of(
                row -> text("one of few strings, " + row % 5),
                row -> text("one of many strings, " + row),
                row -> text("few again, but not looked for, " + row % 5)));

    assertThat(bytes.get(0)).isLessThan(3 * ROWS);
    assertThat(bytes.get(1)).isGreaterThan(20 * ROWS);
  }

  @Test
  void codesOfAllBytesAndNullsAmongThem() {
    roundTrip(
        DataTypes.StringType,
        List.of(
            row -> row % 3 == 0 ? null : text(row % 256),
            row -> row % 3 == 0 ? null : text(row % 257),
            row -> null));
  }

  @Test
  void stringsOfAllLengths() {
    roundTrip(
        DataTypes.StringType,
        List.of(
            row -> text("x".repeat(row % 140)),
            row -> row % 7 == 0 ? null : text("ä".repeat(random.nextInt(300)))));
  }

  @Test
  void nullsOfOneBatchAreNotThoseOfTheNext() {
    List<IntFunction<Object>> batches =
        List.of(row -> row % 2 == 0 ? null : 7L, row -> 8L, row -> row % 3 == 0 ? null : 9L);

    List<Long> bytes = roundTrip(DataTypes.LongType, batches);

    assertThat(bytes.get(1)).isLessThanOrEqualTo(bytes.get(0));
  }

  @Test
  void bitsOfOneBatchAreNotThoseOfTheNext() {
    roundTrip(
        DataTypes.BooleanType,
        List.of(row -> true, row -> row % 3 == 0 ? null : row % 5 == 0, row -> false));
  }
}
