package dev.lockstep.cli.coverage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A small set of traces that has all items of a larger one: always the trace that adds most, and
 * then none whose items the others have. The answer depends on the traces alone.
 */
final class SetCover {
  /** Short traces first, then by name. */
  private static final Comparator<TraceRun> SHORTEST =
      Comparator.comparingInt(TraceRun::steps).thenComparing(run -> run.file().toString());

  private SetCover() {}

  /** The traces that stay, by name. */
  static List<TraceRun> of(List<TraceRun> traces) {
    List<TraceRun> left = new ArrayList<>(traces);
    left.sort(SHORTEST);
    Set<Item> missing = new HashSet<>();
    left.forEach(run -> missing.addAll(run.items()));
    List<TraceRun> chosen = new ArrayList<>();
    while (!missing.isEmpty()) {
      TraceRun best = left.get(0);
      long most = -1;
      for (TraceRun run : left) {
        long adds = run.items().stream().filter(missing::contains).count();
        if (adds > most) {
          best = run;
          most = adds;
        }
      }
      chosen.add(best);
      left.remove(best);
      missing.removeAll(best.items());
    }
    return needed(chosen);
  }

  /** Without those that became redundant, the longest first. */
  private static List<TraceRun> needed(List<TraceRun> chosen) {
    Map<Item, Integer> times = new HashMap<>();
    chosen.forEach(run -> run.items().forEach(item -> times.merge(item, 1, Integer::sum)));
    List<TraceRun> kept = new ArrayList<>(chosen);
    List<TraceRun> longest = new ArrayList<>(chosen);
    longest.sort(SHORTEST.reversed());
    for (TraceRun run : longest) {
      if (run.items().stream().allMatch(item -> times.getOrDefault(item, 0) > 1)) {
        kept.remove(run);
        run.items().forEach(item -> times.merge(item, -1, Integer::sum));
      }
    }
    kept.sort(Comparator.comparing(run -> run.file().toString()));
    return kept;
  }
}
