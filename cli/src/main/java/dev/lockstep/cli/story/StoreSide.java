package dev.lockstep.cli.story;

import dev.lockstep.traces.Anomaly;
import java.util.List;

/**
 * The store beside the model, after a run.
 *
 * @param where its name, as in a trace's {@code expect.where}; empty if none was asked for
 * @param why why it was not led through the whole trace, or not at all; empty if it was
 * @param changes what was put into it, or left out, for this trace
 * @param lost what was lost at its end
 */
record StoreSide(String where, String why, List<String> changes, List<Anomaly> lost) {
  /** Why there is no store, if nobody asked for one. */
  static final String NOT_ASKED = "not asked for: add --store spark";

  /** No store. */
  static StoreSide absent(String where, String why) {
    return new StoreSide(where, why, List.of(), List.of());
  }
}
