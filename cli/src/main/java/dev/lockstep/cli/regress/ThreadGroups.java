package dev.lockstep.cli.regress;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Differences of scenarios, those that say the same together, the easiest example first. */
final class ThreadGroups {
  private final Map<String, List<ScenarioDifference>> groups = new LinkedHashMap<>();

  void add(List<ScenarioDifference> differences) {
    differences.forEach(d -> groups.computeIfAbsent(d.group(), g -> new ArrayList<>()).add(d));
  }

  /** The groups, hangs first, each with its easiest example first. */
  List<List<ScenarioDifference>> all() {
    List<List<ScenarioDifference>> all = new ArrayList<>(groups.values());
    all.forEach(group -> group.sort(Comparator.comparingInt(ScenarioDifference::cost)));
    all.sort(Comparator.comparing(group -> group.get(0).kind()));
    return all;
  }
}
