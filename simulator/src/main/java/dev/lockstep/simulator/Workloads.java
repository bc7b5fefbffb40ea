package dev.lockstep.simulator;

import dev.lockstep.model.InvalidConstantException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The workloads by name. A new one is a class and a line here. */
public final class Workloads {
  private static final SortedMap<String, Function<WorkloadSpec, Workload>> BY_NAME =
      new TreeMap<>(
          Map.of(
              ZipfWorkload.NAME, ZipfWorkload::new,
              UniformWorkload.NAME, UniformWorkload::new,
              CyclicScanWorkload.NAME, CyclicScanWorkload::new));

  private Workloads() {}

  /** The names, sorted. */
  public static List<String> names() {
    return List.copyOf(BY_NAME.keySet());
  }

  /**
   * The workload of a name with its default parameters.
   *
   * @throws InvalidConstantException if there is none
   */
  public static Workload byName(String name) {
    return byName(name, defaults(name));
  }

  /**
   * The workload of a name.
   *
   * @throws InvalidConstantException if there is none
   */
  public static Workload byName(String name, WorkloadSpec spec) {
    Function<WorkloadSpec, Workload> workload = BY_NAME.get(name);
    if (workload == null) {
      throw new InvalidConstantException(
          "workload", "must be one of " + String.join(", ", names()) + ", was " + name);
    }
    return workload.apply(spec);
  }

  /** The default parameters for a name: a scan belongs to one RDD, as the scan of a table does. */
  public static WorkloadSpec defaults(String name) {
    WorkloadSpec spec = WorkloadSpec.defaults();
    return name.equals(CyclicScanWorkload.NAME) ? spec.with("owners", 1) : spec;
  }
}
