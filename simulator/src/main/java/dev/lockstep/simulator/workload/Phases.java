package dev.lockstep.simulator.workload;

import dev.lockstep.traces.json.Located;
import dev.lockstep.traces.json.TraceFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One workload after the other, and again from the first: a day of loading, reporting, and loading.
 * A policy has to forget what was hot.
 */
record Phases(List<Phase> phases) implements Workload {
  static final String NAME = "phases";

  Phases {
    phases = List.copyOf(phases);
  }

  /**
   * A phase.
   *
   * @param of its requests
   * @param requests how many of them
   */
  record Phase(Workload of, int requests) {}

  static Workload read(Settings settings) throws TraceFormatException {
    Located list = settings.required("phases");
    List<Phase> phases = new ArrayList<>();
    for (Located phase : list.list()) {
      Settings of = settings.part(phase, List.of("requests", "of"));
      phases.add(
          new Phase(
              WorkloadKinds.read(of, of.required("of")),
              (int) of.required("requests").integer(1, Integer.MAX_VALUE)));
    }
    if (phases.isEmpty()) {
      throw list.wrong("must hold a phase");
    }
    return new Phases(phases);
  }

  @Override
  public int blocks() {
    return phases.stream().mapToInt(phase -> phase.of().blocks()).reduce(0, Math::addExact);
  }

  @Override
  public boolean demands() {
    return phases.stream().anyMatch(phase -> phase.of().demands());
  }

  @Override
  public RequestStream open(Population population, SplittableRandom chance) {
    List<RequestStream> streams = new ArrayList<>();
    phases.forEach(phase -> streams.add(phase.of().open(population, chance.split())));
    return new RequestStream() {
      private int phase;
      private int done;

      @Override
      public void next(Request request) {
        if (done == phases.get(phase).requests()) {
          phase = (phase + 1) % phases.size();
          done = 0;
        }
        done++;
        streams.get(phase).next(request);
      }
    };
  }
}
