package dev.lockstep.spark.mutants.worker;

import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/** Keeps what the JVM gives to an agent: the means to exchange loaded classes. */
public final class Agent {
  private static @Nullable Instrumentation instrumentation;

  private Agent() {}

  /** Called by the JVM before {@code main}. */
  public static void premain(String arguments, Instrumentation given) {
    instrumentation = given;
  }

  static Instrumentation instrumentation() {
    Instrumentation given = instrumentation;
    if (given == null) {
      throw new IllegalStateException("a worker starts with its jar as -javaagent");
    }
    return given;
  }
}
