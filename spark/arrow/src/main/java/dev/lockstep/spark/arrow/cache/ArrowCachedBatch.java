package dev.lockstep.spark.arrow.cache;

import dev.lockstep.spark.columnar.NativeCachedBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.vectorized.ArrowColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.storage.NativeBlockId;
import org.jspecify.annotations.Nullable;

/**
 * A batch in Arrow's memory: one allocation with all buffers of all columns, so that what it
 * occupies is one number; or columns of other batches, which then have two owners.
 */
final class ArrowCachedBatch implements NativeCachedBatch {
  private final int rows;
  private final List<ArrowBuf> slabs;
  private final List<Column> columns;
  private final AtomicBoolean freed = new AtomicBoolean();
  private volatile @Nullable NativeBlockId id;

  /** How a column is read. */
  sealed interface Column {
    /** The vector that all readings share, or that a reading's own is made of. */
    record Flat(ArrowColumn vector) implements Column {}

    /**
     * With children, and variants: by Spark's vectors on Arrow's, made for each reading.
     *
     * @param buffers slices, which hold no reference to the memory that they lie in
     */
    record Nested(Field field, List<ArrowFieldNode> nodes, List<ArrowBuf> buffers)
        implements Column {}
  }

  /** Takes the slab over. */
  ArrowCachedBatch(int rows, ArrowBuf slab, List<Column> columns) {
    this(rows, List.of(slab), columns);
  }

  private ArrowCachedBatch(int rows, List<ArrowBuf> slabs, List<Column> columns) {
    this.rows = rows;
    this.slabs = slabs;
    this.columns = columns;
    ArrowMemory.made(this);
  }

  /** Columns of batches that the caller reads just now: no copy, and one owner more. */
  static ArrowCachedBatch sharing(int rows, List<ArrowColumn> vectors) {
    Set<ArrowBuf> slabs = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Column> columns = new ArrayList<>();
    for (ArrowColumn vector : vectors) {
      slabs.add(vector.slab());
      columns.add(new Column.Flat(vector.forKeeping()));
    }
    slabs.forEach(slab -> slab.getReferenceManager().retain());
    return new ArrowCachedBatch(rows, List.copyOf(slabs), columns);
  }

  @Override
  public long reservedBytes() {
    return slabs.stream().mapToLong(ArrowBuf::getActualMemoryConsumed).sum();
  }

  @Override
  public ColumnarBatch read(int[] wanted) {
    ColumnVector[] vectors = new ColumnVector[wanted.length];
    List<VectorSchemaRoot> loaded = new ArrayList<>();
    try {
      for (int i = 0; i < wanted.length; i++) {
        Column column = columns.get(wanted[i]);
        if (column instanceof Column.Flat flat) {
          vectors[i] = flat.vector().forReading();
        } else if (column instanceof Column.Nested nested) {
          VectorSchemaRoot root = load(nested);
          loaded.add(root);
          vectors[i] = new ArrowColumnVector(root.getVector(0));
        }
      }
      return new Reading(vectors, rows, loaded);
    } catch (Throwable failure) {
      loaded.forEach(VectorSchemaRoot::close);
      throw failure;
    }
  }

  /** Vectors over the same memory. */
  private VectorSchemaRoot load(Column.Nested nested) {
    VectorSchemaRoot root =
        VectorSchemaRoot.create(new Schema(List.of(nested.field())), ArrowMemory.allocator());
    try (ArrowRecordBatch batch = new ArrowRecordBatch(rows, nested.nodes(), nested.buffers())) {
      new VectorLoader(root).load(batch);
      return root;
    } catch (Throwable failure) {
      root.close();
      throw failure;
    }
  }

  /** Where the first of its memory lies: address and bytes. */
  long[] place() {
    return new long[] {slabs.get(0).memoryAddress(), slabs.get(0).capacity()};
  }

  @Override
  public void registered(NativeBlockId block) {
    id = block;
    ArrowMemory.registered(block, this);
  }

  @Override
  public void release() {
    if (!freed.compareAndSet(false, true)) {
      throw new IllegalStateException("a batch was freed twice: " + id);
    }
    ArrowMemory.freed(id, this);
    slabs.forEach(ArrowMemory::free);
  }

  /** To close it is to close the vectors that were made for it. */
  private static final class Reading extends ColumnarBatch {
    private final List<VectorSchemaRoot> loaded;

    Reading(ColumnVector[] vectors, int rows, List<VectorSchemaRoot> loaded) {
      super(vectors, rows);
      this.loaded = loaded;
    }

    @Override
    public void close() {
      loaded.forEach(VectorSchemaRoot::close);
    }
  }
}
