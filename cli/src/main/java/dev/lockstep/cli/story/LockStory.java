package dev.lockstep.cli.story;

import dev.lockstep.model.lock.LockModel;
import dev.lockstep.model.lock.LockRun;
import dev.lockstep.model.lock.LockStep;
import dev.lockstep.model.lock.LockView;
import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * An interleaving for a person: a column for each thread that does something, a step a line, on the
 * right what changed in the store; then who holds what and waits for whom.
 */
public final class LockStory {
  private static final int GAP = 2;
  private static final String MARGIN = "     ";

  private final LockTrace trace;
  private final Cast cast;

  /** What one step says, and what it changed. */
  private record Line(int thread, String words, String changed) {}

  /** What stands beside the columns and below a step, for a longer story. */
  interface Margin {
    /** Between the columns and what changed, equally long for all steps. */
    String beside(int step);

    /** Lines below a step. */
    List<String> below(int step);
  }

  private static final Margin EMPTY =
      new Margin() {
        @Override
        public String beside(int step) {
          return "";
        }

        @Override
        public List<String> below(int step) {
          return List.of();
        }
      };

  public LockStory(LockTrace trace) {
    this.trace = trace;
    this.cast = new Cast(trace.constants());
  }

  public List<String> lines() {
    return lines(EMPTY);
  }

  /** The same with more beside and below each step. */
  List<String> lines(Margin margin) {
    LockRun run = new LockRun(new LockModel(trace.constants()));
    List<Line> told = new ArrayList<>();
    for (LockStep.Label label : trace.labels()) {
      LockView before = run.state().view();
      if (!run.take(label)) {
        throw new IllegalArgumentException("step " + told.size() + " is not the model's");
      }
      LockView after = run.state().view();
      String words = new StepWords(cast, before, label, after).text();
      told.add(new Line(label.t(), words, changed(before, after)));
    }
    List<String> lines = new ArrayList<>(List.of(headline()));
    lines.addAll(columns(told, margin));
    lines.addAll(ending(run.state().view()));
    return lines;
  }

  private String headline() {
    int steps = trace.loop() == LockTrace.NO_LOOP ? trace.length() : trace.loop();
    String count = steps == 1 ? "1 step" : steps + " steps";
    if (trace.expect() instanceof Trace.Expectation.Breaks breaks) {
      return breaks.rule() + " broken after " + count + loopWords();
    }
    return count + loopWords();
  }

  private String loopWords() {
    return trace.loop() == LockTrace.NO_LOOP
        ? ""
        : trace.loop() == trace.length()
            ? ", where it stays for ever"
            : " and a loop of " + (trace.length() - trace.loop());
  }

  private List<String> columns(List<Line> told, Margin margin) {
    TreeMap<Integer, Integer> widths = new TreeMap<>();
    for (Line line : told) {
      int width = Math.max(line.words().length(), cast.thread(line.thread()).length());
      widths.merge(line.thread(), width, Math::max);
    }
    List<String> lines = new ArrayList<>();
    StringBuilder heads = new StringBuilder(MARGIN);
    widths.forEach((t, width) -> heads.append(padded(cast.thread(t), width + GAP)));
    lines.add(heads.toString().stripTrailing());
    for (int i = 0; i < told.size(); i++) {
      if (i == trace.loop()) {
        lines.add("for ever:");
      }
      Line line = told.get(i);
      StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%3d  ", i + 1));
      widths.forEach(
          (t, width) -> text.append(padded(t == line.thread() ? line.words() : "", width + GAP)));
      text.append(margin.beside(i)).append(line.changed());
      lines.add(text.toString().stripTrailing());
      lines.addAll(margin.below(i));
    }
    if (trace.loop() == told.size()) {
      lines.add("for ever: nothing more happens");
    }
    return lines;
  }

  private List<String> ending(LockView s) {
    List<String> lines = new ArrayList<>();
    for (int t = 1; t <= s.threads(); t++) {
      String line = new Standing(cast, s, t).line();
      if (!line.isEmpty()) {
        lines.add(MARGIN + line);
      }
    }
    for (int b = 0; b < s.natives() && s.ended() && s.quiet(); b++) {
      if (s.alive(b) > 0) {
        lines.add(MARGIN + "the manager has stopped; not released: " + cast.block(b));
      }
    }
    if (!lines.isEmpty()) {
      lines.add(0, "in the end:");
    }
    return lines;
  }

  /** What a reader of the store would see change; locks are in the words. */
  private String changed(LockView before, LockView after) {
    List<String> changed = new ArrayList<>();
    if (!cast.blocks(before.lru()).equals(cast.blocks(after.lru()))) {
      changed.add("lru: " + (after.lru().isEmpty() ? "-" : cast.blocks(after.lru())));
    }
    if (before.used() != after.used() || before.pool() != after.pool()) {
      changed.add("used " + after.used() + "/" + after.pool());
    }
    if (!cast.blocks(before.queue()).equals(cast.blocks(after.queue()))) {
      changed.add("queue: " + (after.queue().isEmpty() ? "-" : cast.blocks(after.queue())));
    }
    for (int t = 1; t <= after.tasks(); t++) {
      if (Math.max(0, before.exec(t)) != Math.max(0, after.exec(t))) {
        changed.add("execution of task " + t + ": " + Math.max(0, after.exec(t)));
      }
    }
    return String.join("  ", changed);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
