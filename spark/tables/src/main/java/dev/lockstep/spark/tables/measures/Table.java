package dev.lockstep.spark.tables.measures;

/** The tables that are cached. */
public enum Table {
  /** TPC-H, with doubles for its decimals: 16 columns. */
  LINEITEM("lineitem"),
  /** Of Spark's ArrowCacheBenchmark: two longs and a double. */
  PRIMITIVES("primitives"),
  /** Of Spark's ArrowCacheBenchmark: 20 longs. */
  WIDE("wide");

  private final String label;

  Table(String label) {
    this.label = label;
  }

  /** The name that queries give it. */
  public String label() {
    return label;
  }
}
