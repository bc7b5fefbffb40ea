package dev.lockstep.cli.regress;

import dev.lockstep.schedule.scenario.Call;
import dev.lockstep.schedule.scenario.Finding;
import dev.lockstep.schedule.scenario.Outcome;
import dev.lockstep.schedule.scenario.Outcomes;
import dev.lockstep.schedule.scenario.Scenario;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says in what the outcomes of a scenario differ: first what is wrong by itself (a hang, a broken
 * rule, an exception) on one side alone; only if there is nothing of the kind, a result or a state.
 */
final class ScenarioDifferences {
  /** Begins what an outcome is about that differs in the state alone. */
  static final String STATE = "state after ";

  private final Outcomes a;
  private final Outcomes b;
  private final List<ScenarioDifference> found = new ArrayList<>();

  private ScenarioDifferences(Outcomes a, Outcomes b) {
    this.a = a;
    this.b = b;
  }

  /** Of two complete explorations of one scenario. */
  static List<ScenarioDifference> of(Outcomes a, Outcomes b) {
    if (a.shown().keySet().equals(b.shown().keySet())) {
      return List.of();
    }
    ScenarioDifferences differences = new ScenarioDifferences(a, b);
    differences.faults(true);
    differences.faults(false);
    if (differences.found.isEmpty()) {
      differences.results();
    }
    return differences.found;
  }

  private void faults(boolean onA) {
    Outcomes here = onA ? a : b;
    Outcomes there = onA ? b : a;
    Set<String> known = new HashSet<>();
    there.shown().values().forEach(s -> known.addAll(faultsOf(s)));
    for (Outcomes.Shown shown : only(here, there)) {
      Outcome outcome = shown.outcome();
      if (outcome.ending().hangs() && known.add(fault(outcome))) {
        Finding.Kind kind = Finding.Kind.of(outcome.ending());
        add(onA, shown, kind, outcome.waits(), verbs(here.scenario()));
      }
      for (String broken : shown.broken()) {
        // A hang is told as such, and not again as a sleep that nobody ends.
        boolean isTold = outcome.ending().hangs() && !broken.startsWith("R");
        if (!isTold && known.add(broken)) {
          add(onA, shown, Finding.Kind.BROKEN_RULE, broken, general(broken));
        }
      }
      for (String thrown : thrownBy(outcome)) {
        if (known.add(thrown)) {
          add(onA, shown, Finding.Kind.EXCEPTION, thrown, general(thrown.substring(1)));
        }
      }
    }
  }

  private static Set<String> faultsOf(Outcomes.Shown shown) {
    Set<String> faults = new HashSet<>(shown.broken());
    faults.addAll(thrownBy(shown.outcome()));
    if (shown.outcome().ending().hangs()) {
      faults.add(fault(shown.outcome()));
    }
    return faults;
  }

  private static String fault(Outcome hang) {
    return hang.ending() + " " + hang.waits();
  }

  private static List<String> thrownBy(Outcome outcome) {
    return outcome.results().stream().flatMap(List::stream).filter(r -> r.startsWith("!")).toList();
  }

  /** One for the scenario: on the side that has an outcome of its own, the first if both do. */
  private void results() {
    List<Outcomes.Shown> onlyA = only(a, b);
    boolean onA = !onlyA.isEmpty();
    Outcomes here = onA ? a : b;
    Outcomes there = onA ? b : a;
    Outcomes.Shown shown = only(here, there).get(0);
    Outcome nearest = nearest(shown.outcome(), there);
    List<String> verbs = differing(here.scenario(), shown.outcome(), nearest);
    found.add(
        new ScenarioDifference(
            onA,
            Finding.Kind.OUTCOME,
            shown.outcome().toString(),
            verbs.isEmpty() ? STATE + verbs(here.scenario()) : verbs.get(0),
            verbs.isEmpty() ? firstVerb(here.scenario()) : verbs.get(0),
            shown,
            here,
            there,
            nearest.toString()));
  }

  private void add(
      boolean onA, Outcomes.Shown shown, Finding.Kind kind, String detail, String about) {
    Outcomes here = onA ? a : b;
    Outcomes there = onA ? b : a;
    found.add(
        new ScenarioDifference(
            onA,
            kind,
            detail,
            about,
            firstVerb(here.scenario()),
            shown,
            here,
            there,
            nearest(shown.outcome(), there).toString()));
  }

  private static List<Outcomes.Shown> only(Outcomes here, Outcomes there) {
    return here.shown().entrySet().stream()
        .filter(e -> !there.shown().containsKey(e.getKey()))
        .map(java.util.Map.Entry::getValue)
        .sorted(Comparator.comparingInt(s -> s.switches() * 10_000 + s.steps()))
        .toList();
  }

  private static Outcome nearest(Outcome outcome, Outcomes there) {
    return there.shown().values().stream()
        .map(Outcomes.Shown::outcome)
        .min(Comparator.comparingInt(o -> distance(outcome, o)))
        .orElse(outcome);
  }

  private static int distance(Outcome one, Outcome other) {
    int distance = one.ending() == other.ending() ? 0 : 100;
    distance += one.state().equals(other.state()) ? 0 : 1;
    for (int t = 0; t < Math.min(one.results().size(), other.results().size()); t++) {
      List<String> results = one.results().get(t);
      List<String> others = other.results().get(t);
      for (int i = 0; i < Math.min(results.size(), others.size()); i++) {
        distance += results.get(i).equals(others.get(i)) ? 0 : 2;
      }
    }
    return distance;
  }

  /** The calls that answer otherwise, in the order of the scenario. */
  private static List<String> differing(Scenario scenario, Outcome one, Outcome other) {
    List<String> verbs = new ArrayList<>();
    for (int t = 0; t < Math.min(one.results().size(), other.results().size()); t++) {
      List<String> results = one.results().get(t);
      List<String> others = other.results().get(t);
      for (int i = 0; i < Math.min(results.size(), others.size()); i++) {
        if (!results.get(i).equals(others.get(i))) {
          verbs.add(scenario.threads().get(t).calls().get(i).verb());
        }
      }
    }
    return verbs;
  }

  private static String firstVerb(Scenario scenario) {
    return scenario.threads().get(0).calls().get(0).verb();
  }

  private static String verbs(Scenario scenario) {
    return scenario.threads().stream()
        .map(t -> t.calls().stream().map(Call::verb).collect(Collectors.joining(", ")))
        .sorted()
        .collect(Collectors.joining(" beside "));
  }

  /** Without the names of blocks and the numbers of tasks, which are the scenario's. */
  static String general(String text) {
    return text.replaceAll("\\b(test_|native_lockstep_|rdd_)?[snvr]\\d[a-z]\\b", "B")
        .replaceAll("rdd_\\d+_\\d+", "B")
        .replaceAll("([Tt]ask|task attempt) \\d+", "$1 N")
        .replaceAll("(locks|tasks) -?\\d+", "$1 N")
        .replaceAll("have -?\\d+ locks", "have N locks");
  }
}
