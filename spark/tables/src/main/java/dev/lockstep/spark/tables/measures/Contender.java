package dev.lockstep.spark.tables.measures;

/** A way to cache a table and to read it. */
public enum Contender {
  NATIVE("native columns"),
  NATIVE_ROWS("native rows"),
  DEFAULT("default"),
  UNCOMPRESSED("default, uncompressed"),
  IPC_ROWS("IPC rows"),
  IPC_PRUNED_ROWS("IPC rows, pruned"),
  IPC_COLUMNS("IPC columns"),
  IPC_PRUNED_COLUMNS("IPC columns, pruned"),
  /** Not Spark: a Java loop over the native buffers, inside a task. */
  HAND_LOOP("hand loop");

  private final String label;

  Contender(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /** Whether its payloads are ours. */
  public boolean isNative() {
    return this == NATIVE || this == NATIVE_ROWS;
  }

  public boolean isIpc() {
    return this == IPC_ROWS
        || this == IPC_PRUNED_ROWS
        || this == IPC_COLUMNS
        || this == IPC_PRUNED_COLUMNS;
  }

  /** Whether it is one that ours is compared with. */
  public boolean isPeer() {
    return !isNative() && this != HAND_LOOP;
  }
}
