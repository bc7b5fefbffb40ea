package dev.lockstep.simulator.workload;

import dev.lockstep.traces.json.Located;
import dev.lockstep.traces.json.TraceFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Several workloads at the same time: each request is drawn from one of them.
 *
 * @param parts the workloads
 * @param weights the share of each in all requests, in proportion to the others
 */
record Mix(Parts parts, List<Double> weights) implements Workload {
  static final String NAME = "mix";

  Mix {
    weights = List.copyOf(weights);
  }

  static Workload read(Settings settings) throws TraceFormatException {
    List<Double> weights = new ArrayList<>();
    Parts parts = Parts.read(settings, "parts", "weight", weight -> weights.add(aboveZero(weight)));
    return new Mix(parts, weights);
  }

  private static double aboveZero(Located weight) throws TraceFormatException {
    double number = weight.number(0, 1e9);
    if (number == 0) {
      throw weight.wrong("must be above 0, was " + weight.shown());
    }
    return number;
  }

  @Override
  public int blocks() {
    return parts.blocks();
  }

  @Override
  public boolean demands() {
    return parts.demands();
  }

  @Override
  public RequestStream open(Population population, SplittableRandom chance) {
    List<RequestStream> streams = parts.open(population, chance);
    double total = weights.stream().mapToDouble(weight -> weight).sum();
    return request -> {
      double drawn = chance.nextDouble() * total;
      int i = 0;
      while (i < streams.size() - 1 && drawn >= weights.get(i)) {
        drawn -= weights.get(i++);
      }
      streams.get(i).next(request);
    };
  }
}
