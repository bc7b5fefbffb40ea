package dev.lockstep.schedule.scenario;

import dev.lockstep.schedule.Body;
import dev.lockstep.schedule.Run;
import java.util.List;

/** What scenarios are run on: it understands their words. */
public interface Subject extends AutoCloseable {

  /** For a report: {@code spark@4.2.0 (patched)}. */
  String description();

  /**
   * Makes everything anew, makes the calls of the setup, and waits for the threads to be run.
   *
   * @throws ScenarioException if the scenario has a word that is not understood
   */
  Prepared prepare(Scenario scenario);

  @Override
  void close();

  /** A scenario that is ready to run, once. */
  interface Prepared {
    /** What each thread does. */
    List<Body> bodies();

    /** What came of the run. */
    Outcome outcome(Run run);

    /** The rules that it broke whatever the order, such as a payload released twice. */
    List<String> broken(Run run);

    /** What people call a lock or a collection of this run. */
    String nameOf(Object resource);
  }
}
