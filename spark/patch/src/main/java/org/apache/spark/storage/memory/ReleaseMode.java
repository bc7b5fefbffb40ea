package org.apache.spark.storage.memory;

import java.util.Arrays;
import org.apache.spark.SparkConf;

/** When a store runs releases (R8): {@code spark.storage.native.release} in its configuration. */
public enum ReleaseMode {
  /** On the thread that evicts, under the monitor: the space is there at once. The default. */
  MONITOR,
  /** Later, on a thread of the store's own that holds no lock of Spark's. */
  DEFERRED;

  /** The key in a {@link SparkConf}. */
  public static final String KEY = "spark.storage.native.release";

  /**
   * Reads the configuration; upper and lower case are the same.
   *
   * @throws IllegalArgumentException if the value is none of the two
   */
  public static ReleaseMode of(SparkConf conf) {
    String value = conf.get(KEY, "monitor");
    return Arrays.stream(values())
        .filter(mode -> mode.name().equalsIgnoreCase(value.trim()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    KEY + ": expected monitor or deferred, found " + value));
  }
}
