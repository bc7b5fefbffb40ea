package dev.lockstep.spark.arrow.cache;

import dev.lockstep.spark.columnar.NativeBatchWriter;
import dev.lockstep.spark.columnar.NativeCachedBatch;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.TypeLayout;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.arrow.ArrowWriter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Rows into Arrow, by Spark's own writer. Its vectors grow by doubling and are used again for each
 * batch; a payload is a copy of what they hold, of just that size.
 */
final class ArrowBatchWriter implements NativeBatchWriter {
  /** Arrow asks for 8 bytes; caches and vector units like 64. */
  private static final long ALIGNMENT = 64;

  private final DataType[] types;
  private final Schema schema;
  private final VectorSchemaRoot root;
  private final ArrowWriter writer;

  ArrowBatchWriter(StructType schema) {
    this.types = new DataType[schema.fields().length];
    for (int i = 0; i < types.length; i++) {
      types[i] = schema.fields()[i].dataType();
    }
    this.schema = ArrowTypes.toArrow(schema);
    this.root = VectorSchemaRoot.create(this.schema, ArrowMemory.allocator());
    this.writer = ArrowWriter.create(root);
  }

  @Override
  public void append(InternalRow row) {
    writer.write(row);
  }

  @Override
  public NativeCachedBatch finish() {
    writer.finish();
    try (ArrowRecordBatch batch = new VectorUnloader(root).getRecordBatch()) {
      List<ArrowBuf> buffers = batch.getBuffers();
      ArrowBuf slab = ArrowMemory.allocator().buffer(Math.max(1, bytes(buffers)));
      long at = 0;
      List<ArrowBuf> copies = new ArrayList<>();
      for (ArrowBuf buffer : buffers) {
        long length = buffer.readableBytes();
        slab.setBytes(at, buffer, buffer.readerIndex(), length);
        ArrowBuf slice = slab.slice(at, length);
        // A loader takes what can be read for the vector's size.
        slice.writerIndex(length);
        copies.add(slice);
        at += aligned(length);
      }
      return new ArrowCachedBatch(root.getRowCount(), slab, columns(batch, slab, copies));
    } finally {
      writer.reset();
    }
  }

  private static long bytes(List<ArrowBuf> buffers) {
    return buffers.stream().mapToLong(buffer -> aligned(buffer.readableBytes())).sum();
  }

  private static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /**
   * A record batch has the nodes and the buffers of all fields one after the other, depth first.
   */
  private List<ArrowCachedBatch.Column> columns(
      ArrowRecordBatch batch, ArrowBuf slab, List<ArrowBuf> buffers) {
    List<ArrowCachedBatch.Column> columns = new ArrayList<>();
    int node = 0;
    int buffer = 0;
    for (int i = 0; i < types.length; i++) {
      Field field = schema.getFields().get(i);
      int nodes = nodes(field);
      int count = buffers(field);
      List<ArrowFieldNode> ofField = List.copyOf(batch.getNodes().subList(node, node + nodes));
      List<ArrowBuf> own = List.copyOf(buffers.subList(buffer, buffer + count));
      columns.add(
          ArrowTypes.isFlat(types[i])
              ? new ArrowCachedBatch.Column.Flat(flat(types[i], slab, ofField.get(0), own))
              : new ArrowCachedBatch.Column.Nested(field, ofField, own));
      node += nodes;
      buffer += count;
    }
    return columns;
  }

  /** Nothing, validity and values, or validity, offsets and values. */
  private static ArrowColumn flat(
      DataType type, ArrowBuf slab, ArrowFieldNode node, List<ArrowBuf> buffers) {
    int nulls = buffers.isEmpty() ? node.getLength() : node.getNullCount();
    return new ArrowColumn(
        type,
        slab,
        nulls,
        buffers.isEmpty() ? 0 : buffers.get(0).memoryAddress(),
        buffers.size() == 3 ? buffers.get(1).memoryAddress() : 0,
        buffers.isEmpty() ? 0 : buffers.get(buffers.size() - 1).memoryAddress());
  }

  private static int nodes(Field field) {
    return 1 + field.getChildren().stream().mapToInt(ArrowBatchWriter::nodes).sum();
  }

  private static int buffers(Field field) {
    return TypeLayout.getTypeBufferCount(field.getType())
        + field.getChildren().stream().mapToInt(ArrowBatchWriter::buffers).sum();
  }

  @Override
  public void close() {
    root.close();
  }
}
