package dev.lockstep.schedule.soak;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came of a soak.
 *
 * @param counts how often what happened, in an order for people
 * @param broken what was found wrong; empty if nothing
 */
public record SoakReport(Map<String, Long> counts, List<String> broken, double seconds) {
  /** Keeps both as they are. */
  public SoakReport {
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    broken = List.copyOf(broken);
  }

  /** Zero if nobody counts that. */
  public long count(String what) {
    return counts.getOrDefault(what, 0L);
  }

  /** All counts in a line. */
  public String line() {
    StringBuilder line = new StringBuilder();
    counts.forEach(
        (what, count) ->
            line.append(line.isEmpty() ? "" : ", ")
                .append(String.format(Locale.ROOT, "%,d %s", count, what)));
    return line.toString();
  }
}
