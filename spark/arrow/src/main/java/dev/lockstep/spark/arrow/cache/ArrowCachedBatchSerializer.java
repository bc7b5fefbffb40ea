package dev.lockstep.spark.arrow.cache;

import dev.lockstep.spark.columnar.NativeBatchWriter;
import dev.lockstep.spark.columnar.NativeCachedBatch;
import dev.lockstep.spark.columnar.NativeCachedBatchSerializer;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * Caches tables in Arrow's memory: {@code
 * spark.sql.cache.serializer=dev.lockstep.spark.arrow.cache.ArrowCachedBatchSerializer}.
 */
public final class ArrowCachedBatchSerializer extends NativeCachedBatchSerializer {
  private static final long serialVersionUID = 1L;

  @Override
  public String engine() {
    return "arrow";
  }

  @Override
  public boolean supports(DataType type) {
    return ArrowTypes.isSupported(type);
  }

  @Override
  public NativeBatchWriter newWriter(StructType schema, int batchRows) {
    return new ArrowBatchWriter(schema, batchRows);
  }

  @Override
  public Class<? extends ColumnVector> vectorClass(DataType type) {
    return ArrowTypes.isFlat(type) ? ArrowColumn.class : super.vectorClass(type);
  }

  @Override
  public Optional<NativeCachedBatch> share(ColumnarBatch batch) {
    ArrowColumn[] columns = new ArrowColumn[batch.numCols()];
    for (int i = 0; i < columns.length; i++) {
      if (!(batch.column(i) instanceof ArrowColumn column)) {
        return Optional.empty();
      }
      columns[i] = column;
    }
    return columns.length == 0
        ? Optional.empty()
        : Optional.of(ArrowCachedBatch.sharing(batch.numRows(), Arrays.asList(columns)));
  }
}
