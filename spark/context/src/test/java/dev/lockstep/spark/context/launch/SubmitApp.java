package dev.lockstep.spark.context.launch;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativeBlockStore;

/**
 * An application that spark-submit runs: an engine's first call, on the driver and on an executor.
 */
public final class SubmitApp {
  static final String DRIVER = "driver says: ";
  static final String EXECUTOR = "executor says: ";

  private SubmitApp() {}

  public static void main(String[] args) {
    try (JavaSparkContext context = new JavaSparkContext(new SparkConf())) {
      System.out.println(DRIVER + firstCall());
      System.out.println(
          EXECUTOR
              + context.parallelize(List.of(1), 1).map(ignored -> firstCall()).collect().get(0));
    }
  }

  private static String firstCall() {
    try {
      return NativeBlockStore.ofThisExecutor()
          .putNative(NativeBlockId.of("submitted", "a"), 1_000, MemoryMode.ON_HEAP, () -> {})
          .name();
    } catch (Throwable refusal) {
      return String.valueOf(refusal);
    }
  }
}
