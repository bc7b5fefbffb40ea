package dev.lockstep.simulator.workload;

import dev.lockstep.simulator.metrics.BlockCosts;
import dev.lockstep.simulator.store.StoreLayout;
import dev.lockstep.traces.json.Located;
import dev.lockstep.traces.json.TraceFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * A workload with the tasks that run it and the memory that they share. Sizes are in parts: a part
 * is one unit, or as many as {@link #unitsPerPart} says if tasks ask for execution memory, whose
 * shares have to come out even.
 *
 * @param name for people
 * @param tasks tasks that run at the same time
 * @param poolSize memory of each mode that a block uses, in parts
 * @param regionShare part of that memory that execution cannot take back, below 1
 * @param executionShare part of the requests that ask for execution memory
 * @param demand execution memory asked for at once, in parts
 * @param removeShare part of the requests that remove a block
 * @param operationsPerAttempt requests of a task attempt, after which it ends and the next begins
 * @param thinkMicros mean time between two requests of a task
 * @param holdMicros mean time for which a lock or a grant is held
 * @param workload the blocks and the requests for them
 */
public record WorkloadSpec(
    String name,
    int tasks,
    long poolSize,
    double regionShare,
    double executionShare,
    int demand,
    double removeShare,
    int operationsPerAttempt,
    long thinkMicros,
    long holdMicros,
    Workload workload) {

  /** The value of {@code format} in a file. */
  public static final String FORMAT = "lockstep-workload/1";

  /** More would make the least common multiple of the shares unwieldy. */
  public static final int TASKS_MAX = 16;

  private static final int MICROS_MAX = 1_000_000_000;

  private static final List<String> OWN =
      List.of(
          "format",
          "name",
          "tasks",
          "poolSize",
          "regionShare",
          "executionShare",
          "demand",
          "removeShare",
          "operationsPerAttempt",
          "thinkMicros",
          "holdMicros",
          "requests");

  /** The fields that a file has at the top. */
  static List<String> fields() {
    List<String> fields = new ArrayList<>(OWN);
    fields.addAll(Settings.INHERITED);
    return List.copyOf(fields);
  }

  /**
   * Reads a file.
   *
   * @param set fields at the top that somebody has set, and that must have an effect
   */
  static WorkloadSpec read(Located file, Set<String> set) throws TraceFormatException {
    Settings settings = Settings.of(file, fields());
    Located format = file.required("format");
    if (!format.string().equals(FORMAT)) {
      throw format.wrong("must be " + FORMAT + ", was " + format.shown());
    }
    int poolSize = settings.integer("poolSize", 1, 1_000_000_000, 125);
    double executionShare = settings.number("executionShare", 0, 1, 0);
    double removeShare = settings.number("removeShare", 0, 1, 0);
    if (executionShare + removeShare > 1) {
      throw settings.wrong(
          "removeShare",
          "must leave room beside executionShare (" + executionShare + "), was " + removeShare);
    }
    WorkloadSpec spec =
        new WorkloadSpec(
            file.required("name").string(),
            settings.integer("tasks", 1, TASKS_MAX, 4),
            poolSize,
            settings.number("regionShare", 0, Math.nextDown(1), 0.5),
            executionShare,
            settings.integer("demand", 1, poolSize, Math.min(8, poolSize)),
            removeShare,
            settings.integer("operationsPerAttempt", 1, 1_000_000, 16),
            settings.integer("thinkMicros", 0, MICROS_MAX, 100),
            settings.integer("holdMicros", 0, MICROS_MAX, 200),
            WorkloadKinds.read(settings, file.required("requests")));
    requireSizes(settings, spec);
    Set<String> inherited = new TreeSet<>(set);
    inherited.retainAll(Settings.INHERITED);
    settings.requireUsed(inherited);
    return spec;
  }

  private static void requireSizes(Settings settings, WorkloadSpec spec)
      throws TraceFormatException {
    try {
      if (spec.workload().blocks() > StoreLayout.BLOCKS_MAX) {
        throw settings.wrong("blocks", "are more than " + StoreLayout.BLOCKS_MAX + " in all");
      }
    } catch (ArithmeticException e) {
      throw settings.wrong("blocks", "are more than " + StoreLayout.BLOCKS_MAX + " in all");
    }
    settings.requireSizes(spec.unitsPerPart(), spec.tasks());
  }

  /** Whether tasks ask for execution memory. */
  public boolean asksForExecution() {
    return executionShare > 0 || workload.demands();
  }

  /** Units in a part: with execution memory the least that every number of tasks divides. */
  public int unitsPerPart() {
    long multiple = 1;
    for (int k = 2; asksForExecution() && k <= tasks; k++) {
      multiple = multiple / gcd(multiple, k) * k;
    }
    return (int) multiple;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** The same in another memory, in parts. */
  public WorkloadSpec withPoolSize(long parts) {
    return new WorkloadSpec(
        name,
        tasks,
        parts,
        regionShare,
        executionShare,
        (int) Math.min(demand, parts),
        removeShare,
        operationsPerAttempt,
        thinkMicros,
        holdMicros,
        workload);
  }

  /**
   * A workload that has begun.
   *
   * @param layout its blocks and pools
   * @param costs what computing the blocks takes
   * @param requests the requests, the same whatever the store answers
   */
  public record Opened(StoreLayout layout, BlockCosts costs, RequestStream requests) {}

  /** Draws the blocks and begins the requests. */
  public Opened open(SplittableRandom chance) {
    Population population = new Population(tasks, workload.blocks(), unitsPerPart());
    RequestStream reads = workload.open(population, chance.split());
    SplittableRandom dice = chance.split();
    long units = (long) demand * unitsPerPart();
    RequestStream requests =
        executionShare + removeShare == 0
            ? reads
            : request -> {
              reads.next(request);
              double drawn = dice.nextDouble();
              if (drawn < executionShare) {
                request.demand(units);
              } else if (drawn < executionShare + removeShare) {
                request.remove();
              }
            };
    return new Opened(population.layout(poolSize, regionShare), population.costs(), requests);
  }
}
