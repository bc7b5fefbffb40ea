package dev.lockstep.simulator.run;

/** The calls that a simulation makes on a store. */
public enum Call {
  PUT,
  READ,
  UNLOCK,
  REMOVE,
  ACQUIRE_EXECUTION,
  RELEASE_EXECUTION,
  RELEASE_UNROLL,
  TASK_END
}
