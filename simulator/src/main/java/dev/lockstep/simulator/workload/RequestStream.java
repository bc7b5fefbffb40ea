package dev.lockstep.simulator.workload;

/** Requests without end. All tasks take from it in turn, as tasks take the partitions of a job. */
public interface RequestStream {

  /** Fills in the next request. */
  void next(Request request);
}
