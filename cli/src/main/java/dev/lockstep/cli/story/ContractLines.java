package dev.lockstep.cli.story;

import dev.lockstep.cli.run.CallWords;
import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.traces.Observation;
import dev.lockstep.traces.StoreSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A trace of the contract level as lines: task, call, result, a bar for each pool, recency order,
 * locks, what ended. Where the file or the store differs it has a line of its own below.
 */
final class ContractLines {
  private static final int NUMBER = 5;

  private final ContractRun run;
  private final Constants constants;
  private final CallWords words;
  private final Map<MemoryMode, PoolBar> bars = new LinkedHashMap<>();
  private final int callWidth;
  private final int resultWidth;

  ContractLines(ContractRun run) {
    this.run = run;
    this.constants = run.trace().constants();
    this.words = new CallWords(constants);
    for (MemoryMode mode : MemoryMode.values()) {
      if (constants.pool(mode).max() > 0) {
        bars.put(mode, new PoolBar(constants.pool(mode).max()));
      }
    }
    this.callWidth =
        run.steps().stream().mapToInt(s -> words.call(s.action()).length()).max().orElse(0);
    this.resultWidth =
        run.steps().stream()
            .mapToInt(
                s -> Math.max(CallWords.result(s.model()).length(), resultOnStore(s).length()))
            .max()
            .orElse(0);
  }

  private static String resultOnStore(ContractRun.Step step) {
    Observation seen = step.onStore();
    return seen == null ? "" : CallWords.result(seen);
  }

  /** What the bars mean, and then the steps. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    List<String> scales = bars.values().stream().map(PoolBar::scale).distinct().toList();
    if (scales.size() == 1) {
      lines.add("bars: " + scales.get(0));
    } else {
      bars.forEach((mode, bar) -> lines.add("bar of " + CallWords.mode(mode) + ": " + bar.scale()));
    }
    lines.add(
        "[n## native, s== serialized, d~~ deserialized, uu unroll, .. free storage"
            + " | xx execution, -- free] storage used/pool in units");
    for (int i = 0; i < run.steps().size(); i++) {
      step(lines, i);
    }
    run.store()
        .lost()
        .forEach(a -> lines.add(indent() + "at the end: " + a.text() + arrow(a.rule())));
    return lines;
  }

  private void step(List<String> lines, int i) {
    ContractRun.Step step = run.steps().get(i);
    String number = String.format(java.util.Locale.ROOT, "%3d  ", i + 1);
    lines.add(number + line(words.call(step.action()), step.model()));
    if (!step.inFile().isEmpty()) {
      lines.add(indent() + line("        the file has", step.file()));
      step.inFile().forEach(d -> lines.add(indent() + d.words("the file") + arrow(d.rule())));
    }
    Observation onStore = step.onStore();
    if (onStore != null && !step.inStore().isEmpty()) {
      lines.add(indent() + line("        the store has", onStore));
      step.inStore().forEach(d -> lines.add(indent() + d.words("the store") + arrow(d.rule())));
    }
  }

  private static String indent() {
    return " ".repeat(NUMBER);
  }

  private static String arrow(String rule) {
    return "   <-- " + rule;
  }

  private String line(String call, Observation seen) {
    StringBuilder line = new StringBuilder(padded(call, callWidth)).append("  ");
    line.append(padded(CallWords.result(seen), resultWidth));
    StoreSnapshot store = seen.snapshot();
    bars.forEach(
        (mode, bar) ->
            line.append("  ")
                .append(CallWords.mode(mode))
                .append(' ')
                .append(text(bar, mode, store)));
    line.append("  lru: ").append(store.lru().isEmpty() ? "-" : String.join(" ", store.lru()));
    if (!store.locks().isEmpty()) {
      line.append("  locks: ").append(CallWords.locks(store));
    }
    append(line, "gone", seen.departures());
    append(line, "released", seen.releases());
    return line.toString();
  }

  private String text(PoolBar bar, MemoryMode mode, StoreSnapshot store) {
    List<PoolBar.Part> parts = new ArrayList<>();
    for (String id : store.lru()) {
      if (constants.declares(id) && constants.block(id).mode() == mode) {
        BlockSpec block = constants.block(id);
        parts.add(new PoolBar.Part(id, mark(block.kind()), block.size()));
      }
    }
    parts.add(new PoolBar.Part("", PoolBar.UNROLL, sum(store.unroll(), mode)));
    int pool = store.pool().getOrDefault(mode, 0);
    int used = store.used().getOrDefault(mode, 0);
    return bar.text(parts, pool, used, sum(store.exec(), mode));
  }

  private static int sum(Map<MemoryMode, Map<Integer, Integer>> byTask, MemoryMode mode) {
    return byTask.getOrDefault(mode, Map.of()).values().stream()
        .mapToInt(n -> Math.max(0, n))
        .sum();
  }

  private static char mark(BlockKind kind) {
    return switch (kind) {
      case NATIVE -> '#';
      case SERIALIZED -> '=';
      case DESERIALIZED -> '~';
    };
  }

  private static void append(StringBuilder line, String word, List<String> blocks) {
    if (!blocks.isEmpty()) {
      line.append("  ").append(word).append(": ").append(String.join(" ", blocks));
    }
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
