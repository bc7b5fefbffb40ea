package dev.lockstep.schedule.scenario;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What comes of a scenario in its serial orders: what every other schedule is compared with. */
final class SerialOutcomes {
  private final Scenario scenario;
  private final TreeMap<String, Outcome> outcomes = new TreeMap<>();
  private final Set<String> thrown = new TreeSet<>();

  SerialOutcomes(Scenario scenario) {
    this.scenario = scenario;
  }

  void add(Outcome outcome) {
    outcomes.put(outcome.toString(), outcome);
    outcome.results().forEach(r -> r.stream().filter(SerialOutcomes::isThrow).forEach(thrown::add));
  }

  static boolean isThrow(String result) {
    return result.startsWith("!");
  }

  Set<String> texts() {
    return outcomes.keySet();
  }

  boolean has(Outcome outcome) {
    return outcomes.containsKey(outcome.toString());
  }

  /** What an outcome's calls throw that none throws in a serial order. */
  List<String> newlyThrown(Outcome outcome) {
    return outcome.results().stream()
        .flatMap(List::stream)
        .filter(r -> isThrow(r) && !thrown.contains(r))
        .toList();
  }

  /** In what an outcome is apart from each of them, as {@link Finding#apart}. */
  List<Set<String>> apart(Outcome outcome) {
    return outcomes.values().stream()
        .filter(serial -> !serial.ending().hangs())
        .map(serial -> apart(serial, outcome))
        .distinct()
        .toList();
  }

  private Set<String> apart(Outcome serial, Outcome outcome) {
    Set<String> apart = new TreeSet<>();
    for (int t = 0; t < outcome.results().size(); t++) {
      List<String> results = outcome.results().get(t);
      for (int i = 0; i < results.size(); i++) {
        if (!results.get(i).equals(serial.results().get(t).get(i))) {
          apart.add(scenario.threads().get(t).calls().get(i).verb());
        }
      }
    }
    if (!outcome.state().equals(serial.state())) {
      apart.add(Finding.STATE);
    }
    return apart;
  }
}
