package dev.lockstep.simulator.workload;

import dev.lockstep.traces.json.Located;
import dev.lockstep.traces.json.TraceFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Several workloads at the same time: each request is drawn from one of them, by weight. */
record Mix(List<Part> parts) implements Workload {
  static final String NAME = "mix";

  Mix {
    parts = List.copyOf(parts);
  }

  /**
   * One of them.
   *
   * @param of its requests
   * @param weight its share of all requests, in proportion to the other weights
   */
  record Part(Workload of, double weight) {}

  static Workload read(Settings settings) throws TraceFormatException {
    Located list = settings.required("parts");
    List<Part> parts = new ArrayList<>();
    for (Located part : list.list()) {
      Settings of = settings.part(part, List.of("weight", "of"));
      Located weight = of.required("weight");
      if (weight.number(0, 1e9) == 0) {
        throw weight.wrong("must be above 0, was " + weight.shown());
      }
      parts.add(new Part(WorkloadKinds.read(of, of.required("of")), weight.number(0, 1e9)));
    }
    if (parts.isEmpty()) {
      throw list.wrong("must hold a part");
    }
    return new Mix(parts);
  }

  @Override
  public int blocks() {
    return parts.stream().mapToInt(part -> part.of().blocks()).reduce(0, Math::addExact);
  }

  @Override
  public boolean demands() {
    return parts.stream().anyMatch(part -> part.of().demands());
  }

  @Override
  public RequestStream open(Population population, SplittableRandom chance) {
    List<RequestStream> streams = new ArrayList<>();
    parts.forEach(part -> streams.add(part.of().open(population, chance.split())));
    double total = parts.stream().mapToDouble(Part::weight).sum();
    return request -> {
      double drawn = chance.nextDouble() * total;
      int i = 0;
      while (i < parts.size() - 1 && drawn >= parts.get(i).weight()) {
        drawn -= parts.get(i++).weight();
      }
      streams.get(i).next(request);
    };
  }
}
