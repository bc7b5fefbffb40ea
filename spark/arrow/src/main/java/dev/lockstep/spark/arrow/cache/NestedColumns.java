package dev.lockstep.spark.arrow.cache;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.TypeLayout;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.ProjectingInternalRow;
import org.apache.spark.sql.execution.arrow.ArrowWriter;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The columns with children, and variants, of the batch that is being written: by Spark's own
 * writer, whose vectors grow by doubling and are used again for each batch.
 */
final class NestedColumns implements AutoCloseable {
  private final Schema schema;
  private final VectorSchemaRoot root;
  private final ArrowWriter writer;
  private final ProjectingInternalRow projected;

  /**
   * @param ordinals where the nested columns are in the rows that will be appended
   */
  NestedColumns(StructType rows, List<Integer> ordinals) {
    StructField[] fields = ordinals.stream().map(i -> rows.fields()[i]).toArray(StructField[]::new);
    StructType nested = new StructType(fields);
    this.schema = ArrowTypes.toArrow(nested);
    this.root = VectorSchemaRoot.create(schema, ArrowMemory.allocator());
    try {
      this.writer = ArrowWriter.create(root);
    } catch (Throwable failure) {
      root.close();
      throw failure;
    }
    this.projected =
        new ProjectingInternalRow(
            nested, CollectionConverters.asScala(new ArrayList<Object>(ordinals)).toIndexedSeq());
  }

  void append(InternalRow row) {
    projected.project(row);
    writer.write(projected);
  }

  /** What has been appended, with the memory that it is in, until the next row. */
  ArrowRecordBatch finish() {
    writer.finish();
    return new VectorUnloader(root).getRecordBatch();
  }

  static long copyBytes(ArrowRecordBatch batch) {
    return batch.getBuffers().stream()
        .mapToLong(buffer -> Slab.aligned(buffer.readableBytes()))
        .sum();
  }

  /**
   * Copies the columns into a slab, in their order. A record batch has the nodes and the buffers of
   * all fields one after the other, depth first.
   */
  List<ArrowCachedBatch.Column> copy(ArrowRecordBatch batch, Slab slab) {
    List<ArrowCachedBatch.Column> columns = new ArrayList<>();
    int node = 0;
    int buffer = 0;
    for (Field field : schema.getFields()) {
      int nodes = nodes(field);
      int buffers = buffers(field);
      List<ArrowBuf> copies =
          batch.getBuffers().subList(buffer, buffer + buffers).stream().map(slab::copy).toList();
      columns.add(
          new ArrowCachedBatch.Column.Nested(
              field, List.copyOf(batch.getNodes().subList(node, node + nodes)), copies));
      node += nodes;
      buffer += buffers;
    }
    return columns;
  }

  private static int nodes(Field field) {
    return 1 + field.getChildren().stream().mapToInt(NestedColumns::nodes).sum();
  }

  private static int buffers(Field field) {
    return TypeLayout.getTypeBufferCount(field.getType())
        + field.getChildren().stream().mapToInt(NestedColumns::buffers).sum();
  }

  /** Begins anew. */
  void reset() {
    writer.reset();
  }

  @Override
  public void close() {
    root.close();
  }
}
