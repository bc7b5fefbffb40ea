package dev.lockstep.spark.tables.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.TypeLayout;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.ByteArrayReadableSeekableByteChannel;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.ArrowUtils;

/** Reads a record batch out of bytes into memory outside the JVM: the whole of it, or columns. */
final class IpcMessage {
  static final BufferAllocator ALLOCATOR = new RootAllocator();

  /** A mark and the length of the metadata. */
  private static final int PREFIX_BYTES = 8;

  /** Where buffers begin: what Arrow asks for. */
  private static final long ALIGNMENT = 8;

  private IpcMessage() {}

  static Schema toArrow(StructType schema) {
    return ArrowUtils.toArrowSchema(schema, "UTC", false, false);
  }

  /** All columns, in one copy. */
  static ArrowRecordBatch whole(byte[] message) {
    try (ReadChannel channel = new ReadChannel(new ByteArrayReadableSeekableByteChannel(message))) {
      return MessageSerializer.deserializeRecordBatch(channel, ALLOCATOR);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The buffers of some columns alone, one after the other in one allocation.
   *
   * @param fields all columns of the message
   * @param columns which ones, in the order in which they are wanted
   */
  static ArrowRecordBatch columns(byte[] message, List<Field> fields, int[] columns) {
    ByteBuffer bytes = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    int metadataBytes = bytes.getInt(Integer.BYTES);
    bytes.position(PREFIX_BYTES);
    RecordBatch batch = (RecordBatch) Message.getRootAsMessage(bytes).header(new RecordBatch());
    int body = PREFIX_BYTES + metadataBytes;
    List<ArrowFieldNode> nodes = new ArrayList<>();
    List<long[]> ranges = new ArrayList<>();
    long total = 0;
    for (int column : columns) {
      int[] first = firstNodeAndBuffer(fields, column);
      for (int i = first[0]; i < first[0] + nodes(fields.get(column)); i++) {
        FieldNode node = batch.nodes(i);
        nodes.add(new ArrowFieldNode(node.length(), node.nullCount()));
      }
      for (int i = first[1]; i < first[1] + buffers(fields.get(column)); i++) {
        Buffer buffer = batch.buffers(i);
        ranges.add(new long[] {buffer.offset(), buffer.length()});
        total += aligned(buffer.length());
      }
    }
    try (ArrowBuf memory = ALLOCATOR.buffer(total)) {
      List<ArrowBuf> slices = new ArrayList<>();
      long at = 0;
      for (long[] range : ranges) {
        memory.setBytes(at, message, body + (int) range[0], (int) range[1]);
        ArrowBuf slice = memory.slice(at, range[1]);
        slice.writerIndex(range[1]);
        slices.add(slice);
        at += aligned(range[1]);
      }
      // It retains what it is given.
      return new ArrowRecordBatch((int) batch.length(), nodes, slices);
    }
  }

  private static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private static int[] firstNodeAndBuffer(List<Field> fields, int column) {
    int node = 0;
    int buffer = 0;
    for (int i = 0; i < column; i++) {
      node += nodes(fields.get(i));
      buffer += buffers(fields.get(i));
    }
    return new int[] {node, buffer};
  }

  private static int nodes(Field field) {
    return 1 + field.getChildren().stream().mapToInt(IpcMessage::nodes).sum();
  }

  private static int buffers(Field field) {
    return TypeLayout.getTypeBufferCount(field.getType())
        + field.getChildren().stream().mapToInt(IpcMessage::buffers).sum();
  }
}
