package dev.lockstep.schedule.scenario;

import java.util.List;

/**
 * What the exploration of a scenario came to.
 *
 * @param scenario the scenario
 * @param serialOutcomes how many outcomes serial orders have
 * @param outcomes how many outcomes were seen
 * @param schedules how many schedules were run
 * @param coverage whether they were all, up to the order of independent steps
 * @param findings one of each kind and detail, the gravest first
 */
public record Exploration(
    Scenario scenario,
    int serialOutcomes,
    int outcomes,
    long schedules,
    String coverage,
    List<Finding> findings) {
  public Exploration {
    findings = List.copyOf(findings);
  }
}
