package dev.lockstep.spark.tables.bench;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.columnar.CachedBatch;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ArrowColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.util.TaskCompletionListener;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;

/**
 * Batches of bytes into columns, by Spark's vectors on Arrow's. The vectors are those of the batch
 * before, filled anew.
 */
final class IpcReader extends AbstractIterator<ColumnarBatch> {
  private final Iterator<CachedBatch> batches;
  private final List<Field> fields;
  private final int[] columns;
  private final boolean pruned;
  private final VectorSchemaRoot root;
  private final VectorLoader loader;
  private final ColumnarBatch current;

  /**
   * @param pruned whether the buffers of unselected columns stay where they are (SPARK-58918)
   */
  IpcReader(Iterator<CachedBatch> batches, StructType schema, int[] columns, boolean pruned) {
    this.batches = batches;
    this.fields = IpcMessage.toArrow(schema).getFields();
    this.columns = columns;
    this.pruned = pruned;
    List<Field> loaded = pruned ? IntStream.of(columns).mapToObj(fields::get).toList() : fields;
    this.root = VectorSchemaRoot.create(new Schema(loaded), IpcMessage.ALLOCATOR);
    this.loader = new VectorLoader(root);
    ColumnVector[] vectors = new ColumnVector[columns.length];
    for (int i = 0; i < columns.length; i++) {
      vectors[i] = new ArrowColumnVector(root.getVector(pruned ? i : columns[i]));
    }
    this.current = new Loaded(vectors);
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) ended -> root.close());
  }

  @Override
  public boolean hasNext() {
    return batches.hasNext();
  }

  @Override
  public ColumnarBatch next() {
    IpcCachedBatch batch = (IpcCachedBatch) batches.next();
    // Without columns there is nothing to read (SPARK-58390).
    if (columns.length > 0) {
      try (ArrowRecordBatch read =
          pruned
              ? IpcMessage.columns(batch.message(), fields, columns)
              : IpcMessage.whole(batch.message())) {
        loader.load(read);
      }
    }
    current.setNumRows(batch.numRows());
    return current;
  }

  /** Its vectors are used again: they are closed with the task. */
  private static final class Loaded extends ColumnarBatch {
    Loaded(ColumnVector[] vectors) {
      super(vectors);
    }

    @Override
    public void close() {}

    @Override
    public void closeIfFreeable() {}
  }
}
