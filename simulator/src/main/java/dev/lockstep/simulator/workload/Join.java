package dev.lockstep.simulator.workload;

import dev.lockstep.traces.json.TraceFormatException;
import java.util.SplittableRandom;

/**
 * Joins over another workload: a task reads for a while and then asks for execution memory, a hash
 * table's worth, that takes back what storage has borrowed (R12).
 *
 * @param of the reads
 * @param every reads between two demands
 * @param demand execution memory asked for at once, in parts
 */
record Join(Workload of, int every, int demand) implements Workload {
  static final String NAME = "join";

  static Workload read(Settings settings) throws TraceFormatException {
    return new Join(
        WorkloadKinds.read(settings, settings.required("of")),
        settings.integer("every", 1, 1_000_000_000, 10),
        settings.integer("demandParts", 1, 1_000_000, 8));
  }

  @Override
  public int blocks() {
    return of.blocks();
  }

  @Override
  public boolean demands() {
    return true;
  }

  @Override
  public RequestStream open(Population population, SplittableRandom chance) {
    RequestStream requests = of.open(population, chance);
    long units = (long) demand * population.unitsPerPart();
    return new RequestStream() {
      private int reads;

      @Override
      public void next(Request request) {
        requests.next(request);
        if (reads == every) {
          // A demand of the mode of the block that would have been read.
          request.demand(units);
          reads = 0;
        } else {
          reads++;
        }
      }
    };
  }
}
