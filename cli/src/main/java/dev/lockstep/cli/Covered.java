package dev.lockstep.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code replay --cover} says of a config, whatever its level.
 *
 * @param config its name
 * @param store the store that was led or called
 * @param edges transitions of the config
 * @param replayed those on which the store did the same
 * @param divergences places where it did not
 * @param seconds how long it took
 */
record Covered(
    String config, String store, long edges, long replayed, int divergences, double seconds) {

  /**
   * The line for a person.
   *
   * @param counts what else was counted, in words
   */
  String line(String counts) {
    return String.format(
        Locale.ROOT,
        "%s on %s: %,d of %,d transitions replayed in %s, %d divergences, %.1f s,"
            + " %,.0f transitions a second",
        config,
        store,
        replayed,
        edges,
        counts,
        divergences,
        seconds,
        replayed / seconds);
  }

  /** A line for a place where the store differs. */
  static String differs(Object rule, Object action, String field, Object expected, Object actual) {
    return rule
        + " "
        + action
        + " "
        + field
        + ": expected "
        + expected
        + ", the store has "
        + actual;
  }

  /** The fields of {@code --json} (docs/json.md), with what else was counted. */
  Map<String, Object> json(Map<String, ?> counts) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("config", config);
    json.put("store", store);
    json.put("edges", edges);
    json.put("replayed", replayed);
    json.putAll(counts);
    json.put("divergences", divergences);
    json.put("seconds", Math.round(seconds * 1000) / 1000.0);
    return json;
  }
}
