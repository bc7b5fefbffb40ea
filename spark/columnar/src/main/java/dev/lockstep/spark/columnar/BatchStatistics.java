package dev.lockstep.spark.columnar;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.execution.columnar.ColumnBuilder$;
import org.apache.spark.sql.execution.columnar.ColumnStats;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * The statistics of one batch, column by column, as Spark's default serializer gathers them: by the
 * same code, so that the same partitions and batches are pruned (S7).
 */
public final class BatchStatistics {
  /** Of a column: see {@link #collected}. */
  private static final int FIELDS = 5;

  private final ColumnStats[] columns;

  public BatchStatistics(StructType schema) {
    StructField[] fields = schema.fields();
    columns = new ColumnStats[fields.length];
    for (int i = 0; i < fields.length; i++) {
      // Which class gathers for which type only the builder knows; its buffer has room for one.
      columns[i] =
          ColumnBuilder$.MODULE$
              .apply(fields[i].dataType(), 1, fields[i].name(), false)
              .columnStats();
    }
  }

  public void gather(InternalRow row) {
    for (int i = 0; i < columns.length; i++) {
      columns[i].gatherStats(row, i);
    }
  }

  public void gather(ColumnarBatch batch, int from, int to) {
    for (int i = 0; i < columns.length; i++) {
      for (int row = from; row < to; row++) {
        columns[i].gatherStats(batch.getRow(row), i);
      }
    }
  }

  /** As Spark counts, which is about what the values are, not what the payload occupies. */
  public long sizeInBytes() {
    long sum = 0;
    for (ColumnStats column : columns) {
      sum += column.sizeInBytes();
    }
    return sum;
  }

  /**
   * What has been collected of some of a batch's columns.
   *
   * @param columns their ordinals, in the order in which they are wanted
   */
  static InternalRow select(InternalRow collected, int[] columns) {
    Object[] all = ((GenericInternalRow) collected).values();
    Object[] selected = new Object[columns.length * FIELDS];
    for (int i = 0; i < columns.length; i++) {
      System.arraycopy(all, columns[i] * FIELDS, selected, i * FIELDS, FIELDS);
    }
    return new GenericInternalRow(selected);
  }

  static long sizeInBytes(InternalRow collected) {
    long sum = 0;
    for (int i = FIELDS - 1; i < collected.numFields(); i += FIELDS) {
      sum += collected.getLong(i);
    }
    return sum;
  }

  /** Lower bound, upper bound, nulls, rows and bytes of each column: SimpleMetricsCachedBatch. */
  public InternalRow collected() {
    List<Object> values = new ArrayList<>();
    for (ColumnStats column : columns) {
      for (Object value : (Object[]) column.collectedStatistics()) {
        values.add(value);
      }
    }
    return new GenericInternalRow(values.toArray());
  }
}
