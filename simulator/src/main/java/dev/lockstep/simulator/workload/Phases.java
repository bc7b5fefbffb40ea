package dev.lockstep.simulator.workload;

import dev.lockstep.traces.json.TraceFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One workload after the other, and again from the first: a day of loading, reporting, and loading.
 * A policy has to forget what was hot.
 *
 * @param phases the workloads
 * @param requests how many of each, before the next begins
 */
record Phases(Parts phases, List<Integer> requests) implements Workload {
  static final String NAME = "phases";

  Phases {
    requests = List.copyOf(requests);
  }

  static Workload read(Settings settings) throws TraceFormatException {
    List<Integer> requests = new ArrayList<>();
    Parts phases =
        Parts.read(settings, "phases", "requests", number -> requests.add(number.intAtLeast(1)));
    return new Phases(phases, requests);
  }

  @Override
  public int blocks() {
    return phases.blocks();
  }

  @Override
  public boolean demands() {
    return phases.demands();
  }

  @Override
  public RequestStream open(Population population, SplittableRandom chance) {
    List<RequestStream> streams = phases.open(population, chance);
    return new RequestStream() {
      private int phase;
      private int done;

      @Override
      public void next(Request request) {
        if (done == requests.get(phase)) {
          phase = (phase + 1) % streams.size();
          done = 0;
        }
        done++;
        streams.get(phase).next(request);
      }
    };
  }
}
