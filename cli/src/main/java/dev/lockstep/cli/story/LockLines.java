package dev.lockstep.cli.story;

import dev.lockstep.traces.LockObservation;
import java.util.ArrayList;
import java.util.List;

/**
 * A trace of the lock level as lines: a column a thread, the bar of the pool, what changed. Where
 * the file or the store differs it says so below.
 */
final class LockLines implements LockStory.Margin {
  private static final String INDENT = "     ";

  private final LockLevelRun run;
  private final Cast cast;
  private final PoolBar bar;

  LockLines(LockLevelRun run) {
    this.run = run;
    this.cast = new Cast(run.trace().constants());
    this.bar = new PoolBar(run.trace().constants().storageMax());
  }

  /** What the bar means, and then the steps. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("bar: " + bar.scale());
    lines.add(
        "[n## native, s== serialized, ?? in use without an entry, .. free storage"
            + " | xx execution, -- free] storage used/pool in units");
    lines.addAll(new LockStory(run.trace()).lines(this));
    run.store()
        .lost()
        .forEach(a -> lines.add(INDENT + "at the end: " + a.text() + "   <-- " + a.rule()));
    return lines;
  }

  @Override
  public String beside(int step) {
    return text(run.steps().get(step).model()) + "  ";
  }

  @Override
  public List<String> below(int i) {
    LockLevelRun.Step step = run.steps().get(i);
    List<String> lines = new ArrayList<>();
    step.inFile().forEach(d -> lines.add(INDENT + d.words("the file") + "   <-- " + d.rule()));
    LockObservation seen = step.onStore();
    if (seen != null && !step.inStore().isEmpty()) {
      lines.add(INDENT + "the store has " + text(seen) + "  lru: " + String.join(" ", seen.lru()));
    }
    step.inStore().forEach(d -> lines.add(INDENT + d.words("the store") + "   <-- " + d.rule()));
    return lines;
  }

  private String text(LockObservation seen) {
    List<PoolBar.Part> parts = new ArrayList<>();
    List<String> ids = run.trace().constants().blocks();
    for (String id : seen.lru()) {
      int b = ids.indexOf(id);
      if (b >= 0) {
        parts.add(new PoolBar.Part(id, cast.isNative(b) ? '#' : '=', cast.size(b)));
      }
    }
    int execution = seen.exec().values().stream().mapToInt(n -> Math.max(0, n)).sum();
    return bar.text(parts, seen.pool(), seen.used(), execution);
  }
}
