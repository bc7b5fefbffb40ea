package dev.lockstep.schedule.soak;

import dev.lockstep.schedule.Body;
import java.util.List;
import java.util.Map;

/** A store that can be soaked, over and over. */
public interface Soak {
  /** For a report: {@code spark@4.2.0}. */
  String description();

  /** Makes everything anew, ready to run once. */
  Prepared prepare(SoakPlan plan);

  /** One soak. */
  interface Prepared {
    /** What the threads do, each its own. None of them throws but for a failure of the soak. */
    List<Body> bodies();

    /** The lock that nobody waits under. */
    Object monitor();

    /** What was found wrong so far; at a hang, what can be seen of the locks as well. */
    List<String> broken(boolean hangs);

    /** What is wrong in the end, when all threads have ended. */
    List<String> brokenAtEnd() throws Exception;

    /** How often what happened. */
    Map<String, Long> counts();
  }
}
