package dev.lockstep.simulator.workload;

import dev.lockstep.traces.json.Located;
import dev.lockstep.traces.json.TraceFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The workloads that another is made of, each with blocks and chance of its own.
 *
 * @param workloads in the order of the file
 */
record Parts(List<Workload> workloads) {
  Parts {
    workloads = List.copyOf(workloads);
  }

  /** Reads what a part has beside its workload. */
  interface Beside {
    void read(Located field) throws TraceFormatException;
  }

  /**
   * Reads a list of parts: objects with a workload, {@code of}, and one field more.
   *
   * @param list name of the list
   * @param field name of the field
   * @param beside takes the field of each part, in order
   */
  static Parts read(Settings settings, String list, String field, Beside beside)
      throws TraceFormatException {
    Located parts = settings.required(list);
    List<Workload> workloads = new ArrayList<>();
    for (Located part : parts.list()) {
      Settings of = settings.part(part, List.of(field, "of"));
      workloads.add(WorkloadKinds.read(of, of.required("of")));
      beside.read(of.required(field));
    }
    if (workloads.isEmpty()) {
      throw parts.wrong("must not be empty");
    }
    return new Parts(workloads);
  }

  int blocks() {
    return workloads.stream().mapToInt(Workload::blocks).reduce(0, Math::addExact);
  }

  boolean demands() {
    return workloads.stream().anyMatch(Workload::demands);
  }

  List<RequestStream> open(Population population, SplittableRandom chance) {
    return workloads.stream().map(part -> part.open(population, chance.split())).toList();
  }
}
