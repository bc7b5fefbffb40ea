package dev.lockstep.cli.coverage;

import dev.lockstep.traces.StoredTrace;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A trace, and what it exercises.
 *
 * @param file as it was given or found
 * @param trace its contents
 * @param onStore whether the real store could be led through it; else its items are the model's
 * @param asExpected whether it ended as the trace says
 * @param items what it exercises, all sorts but kills
 */
record TraceRun(
    Path file, StoredTrace trace, boolean onStore, boolean asExpected, SortedSet<Item> items) {

  /** The same with more items. */
  TraceRun with(Set<Item> more) {
    TreeSet<Item> all = new TreeSet<>(items);
    all.addAll(more);
    return new TraceRun(file, trace, onStore, asExpected, all);
  }

  int steps() {
    return trace.length();
  }
}
