package dev.lockstep.spark.replay;

import dev.lockstep.traces.Anomaly;
import java.util.List;
import org.apache.spark.memory.MemoryMode;

/** Units of the model as bytes of Spark, and back. */
public final class Units {
  /**
   * Bytes in a unit: a multiple of 12, so that Spark's divisions of bytes come out as the model's
   * divisions of units, and above the few hundred bytes that Spark estimates for the almost empty
   * vector of a block that it begins to unroll.
   */
  public static final long BYTES = 12288;

  private Units() {}

  public static long bytes(int units) {
    return units * BYTES;
  }

  /** Whole units; a remainder is an anomaly of R3. */
  static int of(long bytes, String what, List<Anomaly> anomalies) {
    if (bytes % BYTES != 0) {
      anomalies.add(new Anomaly("R3", what + ": " + bytes + " bytes are no whole units"));
    }
    return Math.toIntExact(Math.floorDiv(bytes, BYTES));
  }

  /** Spark's mode of the model's. */
  static MemoryMode mode(dev.lockstep.model.MemoryMode mode) {
    return switch (mode) {
      case ON_HEAP -> MemoryMode.ON_HEAP;
      case OFF_HEAP -> MemoryMode.OFF_HEAP;
    };
  }
}
