package dev.lockstep.cli.coverage;

import dev.lockstep.cli.run.Output;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The smallest part of a corpus that was found to exercise all that the whole does, on the real
 * store. As a file it is one of arguments: {@code ./lockstep replay @traces/minimal.txt}.
 *
 * @param traces the traces that it was made from
 * @param kept those that stay
 */
record MinimalSet(List<TraceRun> traces, List<TraceRun> kept) {

  /** A trace that only the model can run kills nothing: it is left out, and keeps its own duty. */
  static MinimalSet of(List<TraceRun> runs) {
    List<TraceRun> onStore = runs.stream().filter(TraceRun::onStore).toList();
    return new MinimalSet(onStore, SetCover.of(onStore));
  }

  /** How many different items of each sort some traces have. */
  static Map<Item.Kind, Integer> counts(List<TraceRun> traces) {
    Set<Item> items = new TreeSet<>();
    traces.forEach(run -> items.addAll(run.items()));
    Map<Item.Kind, Integer> counts = new EnumMap<>(Item.Kind.class);
    items.forEach(item -> counts.merge(item.kind(), 1, Integer::sum));
    return counts;
  }

  /** A line with the counts of each sort. */
  static String inWords(Map<Item.Kind, Integer> counts) {
    return String.join(
        ", ",
        counts.entrySet().stream()
            .map(c -> String.format(Locale.ROOT, "%,d %s", c.getValue(), c.getKey().words()))
            .toList());
  }

  int steps() {
    return kept.stream().mapToInt(TraceRun::steps).sum();
  }

  /** Writes its paths, relative to the top of the checkout, and how they were found. */
  void write(Path file, Path home) {
    StringBuilder text = new StringBuilder();
    text.append(
        "# The smallest part of the corpus found that exercises all that the whole does on");
    text.append("\n# the real store; not by hand: make minimal. Run it from the top of the");
    text.append("\n# checkout: ./lockstep replay @traces/minimal.txt\n");
    text.append("# ").append(inWords(counts(kept))).append('\n');
    for (TraceRun run : kept) {
      Path path = home.relativize(run.file().toAbsolutePath().normalize());
      text.append(path.toString().replace('\\', '/')).append('\n');
    }
    Output.write(file, text.toString());
  }
}
