package dev.lockstep.cli.regress;

import dev.lockstep.schedule.scenario.Finding;
import dev.lockstep.schedule.scenario.Outcomes;

/**
 * Something that can come of a scenario on one side and not on the other.
 *
 * @param onA whether it is the first side that shows it
 * @param kind what it is
 * @param detail it in a line, as a saved schedule has it
 * @param about what it is about: verbs, or what is thrown or broken, without names of blocks
 * @param verb the call that decides which rule it touches
 * @param shown the run that shows it
 * @param here all that can come of the scenario on that side
 * @param there the same on the other
 * @param nearest what is most like it there, for a person
 */
record ScenarioDifference(
    boolean onA,
    Finding.Kind kind,
    String detail,
    String about,
    String verb,
    Outcomes.Shown shown,
    Outcomes here,
    Outcomes there,
    String nearest) {

  /** Easier to follow first. */
  int cost() {
    return shown.switches() * 10_000 + shown.steps();
  }

  /** What goes into one row. */
  String group() {
    return kind + "|" + about + "|" + (kind == Finding.Kind.OUTCOME ? "" : onA);
  }
}
