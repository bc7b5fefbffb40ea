package dev.lockstep.spark.arrow.cache;

import dev.lockstep.spark.columnar.NativeBatchWriter;
import dev.lockstep.spark.columnar.NativeCachedBatch;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Rows into Arrow's layout. Values are gathered column by column in memory that grows and is used
 * again for each batch; a payload is a copy of what it holds, of just that size.
 */
final class ArrowBatchWriter implements NativeBatchWriter {
  private static final int FIRST_ROWS = 128;

  private final boolean[] isFlat;
  private final FlatColumn[] flat;
  private final int[] ordinals;
  private final @Nullable NestedColumns nested;
  private final int batchRows;

  private int rows;
  private int capacity;

  ArrowBatchWriter(StructType schema, int batchRows) {
    this.batchRows = batchRows;
    this.isFlat = new boolean[schema.fields().length];
    List<FlatColumn> columns = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    for (int i = 0; i < isFlat.length; i++) {
      DataType type = schema.fields()[i].dataType();
      isFlat[i] = ArrowTypes.isFlat(type);
      if (isFlat[i]) {
        columns.add(FlatColumn.of(type));
      } else {
        others.add(i);
      }
    }
    this.flat = columns.toArray(new FlatColumn[0]);
    this.ordinals = new int[flat.length];
    for (int i = 0, column = 0; i < isFlat.length; i++) {
      if (isFlat[i]) {
        ordinals[column++] = i;
      }
    }
    this.nested = others.isEmpty() ? null : new NestedColumns(schema, others);
  }

  @Override
  public void append(InternalRow row) {
    if (rows == capacity) {
      grow();
    }
    for (int i = 0; i < flat.length; i++) {
      flat[i].append(row, ordinals[i], rows);
    }
    if (nested != null) {
      nested.append(row);
    }
    rows++;
  }

  private void grow() {
    int larger = (int) Math.min(Math.max(FIRST_ROWS, 2L * capacity), Integer.MAX_VALUE - 1);
    // No more than a batch can have, if it keeps to what was said.
    larger = rows < batchRows ? Math.min(larger, batchRows) : larger;
    for (FlatColumn column : flat) {
      column.reserve(larger, rows);
    }
    capacity = larger;
  }

  @Override
  public NativeCachedBatch finish() {
    for (FlatColumn column : flat) {
      column.finishValues(rows);
    }
    NestedColumns others = nested;
    if (others == null) {
      return copy(new Slab(flatBytes()), slab -> List.of());
    }
    try (ArrowRecordBatch batch = others.finish()) {
      return copy(
          new Slab(flatBytes() + NestedColumns.copyBytes(batch)), slab -> others.copy(batch, slab));
    } finally {
      others.reset();
    }
  }

  private long flatBytes() {
    long bytes = 0;
    for (FlatColumn column : flat) {
      bytes += column.copyBytes(rows);
    }
    return bytes;
  }

  /** Takes the slab over, or frees it. */
  private NativeCachedBatch copy(Slab slab, Function<Slab, List<ArrowCachedBatch.Column>> others) {
    try {
      return filled(slab, others.apply(slab));
    } catch (Throwable failure) {
      ArrowMemory.free(slab.memory());
      throw failure;
    }
  }

  private NativeCachedBatch filled(Slab slab, List<ArrowCachedBatch.Column> others) {
    List<ArrowCachedBatch.Column> columns = new ArrayList<>();
    Iterator<ArrowCachedBatch.Column> other = others.iterator();
    int next = 0;
    for (boolean here : isFlat) {
      columns.add(
          here ? new ArrowCachedBatch.Column.Flat(flat[next++].copy(slab, rows)) : other.next());
    }
    ArrowCachedBatch batch = new ArrowCachedBatch(rows, slab.memory(), columns);
    rows = 0;
    return batch;
  }

  @Override
  public void close() {
    for (FlatColumn column : flat) {
      column.close();
    }
    if (nested != null) {
      nested.close();
    }
  }
}
