package dev.lockstep.schedule.scenario;

/** A scenario that can't be read or run. The message is one line. */
public final class ScenarioException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ScenarioException(String scenario, String problem) {
    super("scenario '" + scenario + "': " + problem);
  }
}
