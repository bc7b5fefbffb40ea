package dev.lockstep.spark.tables.bench;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.columnar.SimpleMetricsCachedBatch;

/** A batch as an Arrow IPC message in the JVM. */
final class IpcCachedBatch implements SimpleMetricsCachedBatch {
  private static final long serialVersionUID = 1L;

  private final int numRows;
  private final byte[] message;
  private final InternalRow statistics;

  /** Takes the array over. */
  IpcCachedBatch(int numRows, byte[] message, InternalRow statistics) {
    this.numRows = numRows;
    this.message = message;
    this.statistics = statistics;
  }

  @Override
  public int numRows() {
    return numRows;
  }

  byte[] message() {
    return message;
  }

  @Override
  public InternalRow stats() {
    return statistics;
  }
}
