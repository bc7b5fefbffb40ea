package dev.lockstep.simulator.workload;

import dev.lockstep.traces.json.TraceFormatException;
import java.util.SplittableRandom;

/**
 * Another workload in bursts: so many requests without a thought, then a pause. What many users at
 * the same dashboard do to a cache.
 *
 * @param of the requests
 * @param burst requests in a burst
 * @param idleMicros the pause between two bursts
 */
record Bursts(Workload of, int burst, int idleMicros) implements Workload {
  static final String NAME = "bursts";

  static Workload read(Settings settings) throws TraceFormatException {
    return new Bursts(
        WorkloadKinds.read(settings, settings.required("of")),
        settings.integer("burst", 1, 1_000_000_000, 64),
        settings.integer("idleMicros", 0, 1_000_000_000, 100_000));
  }

  @Override
  public int blocks() {
    return of.blocks();
  }

  @Override
  public boolean demands() {
    return of.demands();
  }

  @Override
  public RequestStream open(Population population, SplittableRandom chance) {
    RequestStream requests = of.open(population, chance);
    return new RequestStream() {
      private int done;

      @Override
      public void next(Request request) {
        requests.next(request);
        done++;
        if (done == burst) {
          request.idle(idleMicros);
          done = 0;
        } else {
          request.hurry();
        }
      }
    };
  }
}
