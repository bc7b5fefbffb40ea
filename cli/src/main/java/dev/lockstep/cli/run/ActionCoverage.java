package dev.lockstep.cli.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often each action of the specs is taken, in distinct edges, over the configs of a run. An
 * action that no config of its module ever takes is as good as not specified.
 */
public final class ActionCoverage {
  private final Map<String, Map<String, SortedMap<String, Long>>> byModule = new LinkedHashMap<>();

  /** Adds a config: its actions, 0 for one that TLC has tried and never taken. */
  public void add(String module, String config, SortedMap<String, Long> edgesByAction) {
    byModule.computeIfAbsent(module, unused -> new LinkedHashMap<>()).put(config, edgesByAction);
  }

  /** The actions of a module, each with its edges over all its configs. */
  private static SortedMap<String, Long> totals(Map<String, SortedMap<String, Long>> configs) {
    SortedMap<String, Long> totals = new TreeMap<>();
    configs.values().forEach(c -> c.forEach((action, n) -> totals.merge(action, n, Long::sum)));
    return totals;
  }

  /** Actions that no config of their module takes, as {@code module: action}. */
  public List<String> neverTaken() {
    List<String> never = new ArrayList<>();
    byModule.forEach(
        (module, configs) ->
            totals(configs)
                .forEach(
                    (action, edges) -> {
                      if (edges == 0) {
                        never.add(module + ": " + action);
                      }
                    }));
    return never;
  }

  /** A table for each module: its actions, and then what each config leaves out. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    byModule.forEach(
        (module, configs) -> {
          SortedMap<String, Long> totals = totals(configs);
          lines.add(
              "coverage of "
                  + module
                  + ": "
                  + totals.size()
                  + " actions in "
                  + counted(configs.size()));
          totals.forEach(
              (action, edges) -> lines.add(line(action, edges, configsThatTake(configs, action))));
          configs.forEach((config, edges) -> lines.add(leftOut(config, edges)));
        });
    return lines;
  }

  private static String line(String action, long edges, long configs) {
    return String.format(Locale.ROOT, "  %-24s %,12d edges in %s", action, edges, counted(configs));
  }

  private static String counted(long configs) {
    return configs == 1 ? "1 config" : configs + " configs";
  }

  private static long configsThatTake(Map<String, SortedMap<String, Long>> configs, String action) {
    return configs.values().stream().filter(c -> c.getOrDefault(action, 0L) > 0).count();
  }

  private static String leftOut(String config, SortedMap<String, Long> edges) {
    List<String> never = untaken(edges);
    return "  "
        + config
        + ": takes "
        + (edges.size() - never.size())
        + " of "
        + edges.size()
        + (never.isEmpty() ? "" : ", never " + String.join(" ", never));
  }

  /** The actions that a config never takes. */
  public static List<String> untaken(SortedMap<String, Long> edgesByAction) {
    return edgesByAction.entrySet().stream()
        .filter(action -> action.getValue() == 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The fields that {@code --json} has of it (docs/json.md). */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    byModule.forEach((module, configs) -> json.put(module, totals(configs)));
    return json;
  }
}
