package dev.lockstep.simulator;

import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.model.MemoryMode;
import java.util.List;

/**
 * The parameters that all workloads share. Sizes are in parts: a part is one unit, or as many as
 * {@link #unitsPerPart} says if tasks ask for execution memory, whose shares have to come out even.
 *
 * @param tasks tasks that run at the same time
 * @param blocks blocks that they read
 * @param sizeMin size of the smallest block, in parts
 * @param sizeMax size of the largest block, in parts
 * @param poolSize memory of each mode that a block uses, in parts
 * @param regionShare part of that memory that execution cannot take back, below 1
 * @param mode mode of native and serialized blocks; deserialized ones are always on heap
 * @param nativeShare part of the blocks that are native
 * @param deserializedShare part of the blocks that are put as values; the rest is put as bytes
 * @param owners number of RDDs that the blocks belong to in turn; 0 for blocks without owner
 * @param executionShare part of the operations that ask for execution memory
 * @param demand execution memory asked for at once, in parts
 * @param removeShare part of the operations that remove a block
 * @param operationsPerAttempt operations of a task attempt, after which it ends and the next begins
 * @param thinkMicros mean time between two operations of a task
 * @param holdMicros mean time for which a lock or a grant is held
 * @param computeMicros mean time to compute a block that was missed
 * @param skew exponent of Zipf's law; other workloads don't read it
 */
public record WorkloadSpec(
    int tasks,
    int blocks,
    int sizeMin,
    int sizeMax,
    int poolSize,
    double regionShare,
    MemoryMode mode,
    double nativeShare,
    double deserializedShare,
    int owners,
    double executionShare,
    int demand,
    double removeShare,
    int operationsPerAttempt,
    long thinkMicros,
    long holdMicros,
    long computeMicros,
    double skew) {

  /** More would make the least common multiple of the shares unwieldy. */
  public static final int TASKS_MAX = 16;

  private static final long MICROS_MAX = 1_000_000_000_000L;

  public WorkloadSpec {
    between("tasks", tasks, 1, TASKS_MAX);
    between("blocks", blocks, 1, 1_000_000);
    between("sizeMin", sizeMin, 0, sizeMax);
    between("poolSize", poolSize, 1, Integer.MAX_VALUE);
    share("regionShare", regionShare);
    require("regionShare", regionShare < 1, "must be below 1, was " + regionShare);
    share("nativeShare", nativeShare);
    share("deserializedShare", deserializedShare);
    require(
        "deserializedShare",
        nativeShare + deserializedShare <= 1,
        "must leave room beside nativeShare (" + nativeShare + "), was " + deserializedShare);
    require(
        "sizeMin",
        sizeMin > 0 || deserializedShare == 0,
        "must be at least 1 where blocks are put as values, was 0");
    between("owners", owners, 0, Integer.MAX_VALUE);
    share("executionShare", executionShare);
    between("demand", demand, 1, poolSize);
    share("removeShare", removeShare);
    require(
        "removeShare",
        executionShare + removeShare <= 1,
        "must leave room beside executionShare (" + executionShare + "), was " + removeShare);
    between("operationsPerAttempt", operationsPerAttempt, 1, 1_000_000);
    between("thinkMicros", thinkMicros, 0, MICROS_MAX);
    between("holdMicros", holdMicros, 0, MICROS_MAX);
    between("computeMicros", computeMicros, 0, MICROS_MAX);
    require("skew", skew >= 0 && skew <= 100, "must be between 0 and 100, was " + skew);
    long unitsPerPart = unitsPerPart(tasks, executionShare);
    between("poolSize in units", poolSize * unitsPerPart, 1, Integer.MAX_VALUE / 2);
    between("sizeMax in units", sizeMax * unitsPerPart, 0, Integer.MAX_VALUE / 2);
    require(
        "blocks",
        (long) blocks * sizeMax * unitsPerPart < Long.MAX_VALUE / 2,
        "are too large altogether");
  }

  /** Four tasks, a hundred native blocks in a memory that has room for about half of them. */
  public static WorkloadSpec defaults() {
    return new WorkloadSpec(
        4,
        100,
        1,
        4,
        125,
        0.5,
        MemoryMode.OFF_HEAP,
        0.5,
        0.0,
        0,
        0.0,
        8,
        0.0,
        16,
        100,
        200,
        500,
        1.0);
  }

  /** The names of the parameters, in order. */
  public static List<String> fields() {
    return SpecFields.names(WorkloadSpec.class);
  }

  /**
   * The same with another value of one parameter.
   *
   * @throws InvalidConstantException if there is no such parameter or its value is wrong
   */
  public WorkloadSpec with(String field, Object value) {
    return SpecFields.with(this, field, value.toString());
  }

  /** Units in a part: with execution memory the least that every number of tasks divides. */
  public int unitsPerPart() {
    return (int) unitsPerPart(tasks, executionShare);
  }

  private static long unitsPerPart(int tasks, double executionShare) {
    long multiple = 1;
    for (int k = 2; executionShare > 0 && k <= tasks; k++) {
      multiple = multiple / gcd(multiple, k) * k;
    }
    return multiple;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  private static void share(String field, double value) {
    require(field, value >= 0 && value <= 1, "must be between 0 and 1, was " + value);
  }

  private static void between(String field, long value, long least, long most) {
    require(
        field,
        least <= value && value <= most,
        "must be between " + least + " and " + most + ", was " + value);
  }

  private static void require(String field, boolean condition, String message) {
    if (!condition) {
      throw new InvalidConstantException(field, message);
    }
  }
}
