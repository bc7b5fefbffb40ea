package dev.lockstep.spark.tables.bench;

import dev.lockstep.spark.columnar.BatchStatistics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.columnar.CachedBatch;
import org.apache.spark.sql.execution.arrow.ArrowWriter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;

/** Rows into batches of bytes: by Spark's Arrow writer and Arrow's own message. */
final class IpcWriter extends AbstractIterator<CachedBatch> {
  /** Where Spark's default serializer ends a batch as well. */
  private static final long MAX_BATCH_BYTES = 4 * 1024 * 1024;

  /** About what a message has before its buffers. */
  private static final int HEADER_BYTES = 8192;

  private final Iterator<InternalRow> input;
  private final StructType schema;
  private final int batchRows;
  private final VectorSchemaRoot root;
  private final ArrowWriter writer;

  IpcWriter(Iterator<InternalRow> input, StructType schema, int batchRows) {
    this.input = input;
    this.schema = schema;
    this.batchRows = batchRows;
    this.root = VectorSchemaRoot.create(IpcMessage.toArrow(schema), IpcMessage.ALLOCATOR);
    this.writer = ArrowWriter.create(root);
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) ended -> root.close());
  }

  @Override
  public boolean hasNext() {
    return input.hasNext();
  }

  @Override
  public CachedBatch next() {
    BatchStatistics statistics = new BatchStatistics(schema);
    int rows = 0;
    do {
      InternalRow row = input.next();
      statistics.gather(row);
      writer.write(row);
      rows++;
    } while (rows < batchRows && statistics.sizeInBytes() < MAX_BATCH_BYTES && input.hasNext());
    writer.finish();
    try (ArrowRecordBatch batch = new VectorUnloader(root).getRecordBatch()) {
      // Of the size that it will have: to grow it by doubling would cost copies.
      ByteArrayOutputStream bytes =
          new ByteArrayOutputStream((int) batch.computeBodyLength() + HEADER_BYTES);
      MessageSerializer.serialize(new WriteChannel(Channels.newChannel(bytes)), batch);
      return new IpcCachedBatch(rows, bytes.toByteArray(), statistics.collected());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.reset();
    }
  }
}
