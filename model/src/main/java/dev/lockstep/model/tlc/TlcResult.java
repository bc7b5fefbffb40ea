package dev.lockstep.model.tlc;

import java.util.List;

/** How a run of TLC ended. */
public sealed interface TlcResult {
  /** The whole state space was searched and each property of the config holds. */
  record Holds(TlcStats stats) implements TlcResult {}

  /**
   * A property is broken.
   *
   * @param property its name in the config; {@value #DEADLOCK} for a state without successor. TLC
   *     does not say which liveness property broke: with several in the config all are named, by
   *     commas
   * @param trace from an initial state to the step that breaks a safety property, as short as can
   *     be; or the lasso that breaks a liveness property
   * @param loopStart index in the trace of the state to which its last state returns, {@link
   *     #NO_LOOP} for a safety property. It is the last index when the behaviour stops there
   */
  record Violates(TlcStats stats, String property, List<TlcStep> trace, int loopStart)
      implements TlcResult {
    public static final int NO_LOOP = -1;
    public static final String DEADLOCK = "Deadlock";

    public Violates {
      trace = List.copyOf(trace);
    }
  }

  /**
   * TLC gave no verdict: a file is missing or does not parse, an expression cannot be evaluated,
   * the process crashed or ran out of time.
   *
   * @param message one line, that starts with {@code Module.tla:line:} where TLC gives them
   * @param outputTail the last lines of TLC's output
   */
  record Failed(String message, String outputTail) implements TlcResult {}
}
