package dev.lockstep.schedule.scenario;

import dev.lockstep.schedule.Operation;
import dev.lockstep.schedule.Run;
import dev.lockstep.schedule.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells a run for a person: a column a thread, a line for each stretch that a thread runs. */
final class RunStory {
  private static final int WIDTH = 56;

  private final Scenario scenario;
  private final Subject.Prepared prepared;

  RunStory(Scenario scenario, Subject.Prepared prepared) {
    this.scenario = scenario;
    this.prepared = prepared;
  }

  String of(Run run, Outcome outcome) {
    List<String> lines = new ArrayList<>();
    StringBuilder heads = new StringBuilder();
    for (int t = 0; t < scenario.threads().size(); t++) {
      String head = "thread " + t + ", task " + scenario.threads().get(t).task();
      heads.append(t + 1 < scenario.threads().size() ? pad(head) : head);
    }
    lines.add(heads.toString());
    String before = "";
    for (Step step : run.steps()) {
      if (step.operation().kind() == Operation.Kind.START) {
        continue;
      }
      String line = pad("").repeat(step.thread()) + told(step.operation());
      if (!line.equals(before)) {
        lines.add(line);
      }
      before = line;
    }
    for (int t = 0; t < run.threads().size(); t++) {
      Run.ThreadEnd end = run.threads().get(t);
      String column = pad("").repeat(t);
      if (end.waitsFor() != null) {
        lines.add(column + "waits: " + told(end.waitsFor()) + holder(end));
        if (!end.holds().isEmpty()) {
          lines.add(
              column
                  + "  holds "
                  + String.join(", ", end.holds().stream().map(prepared::nameOf).toList()));
        }
      }
    }
    lines.add("ends: " + run.ending().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    lines.add("outcome: " + outcome);
    return String.join("\n", lines);
  }

  private static String holder(Run.ThreadEnd end) {
    return end.waitsForThread() < 0 ? "" : ", which thread " + end.waitsForThread() + " holds";
  }

  private String told(Operation operation) {
    Object resource = operation.resource();
    String name = resource == null ? "" : prepared.nameOf(resource);
    String key = operation.key() == null ? "" : " " + operation.key();
    return switch (operation.kind()) {
      case START -> "starts";
      case CALL -> "calls " + operation.site();
      case LOCK -> operation.site() + ": takes " + name;
      case TRY_LOCK -> operation.site() + ": tries " + name;
      case RELOCK -> operation.site() + ": woken, takes " + name + " again";
      case ACCESS -> operation.site() + ": " + name + key;
      case NAMED -> operation.site() + key;
    };
  }

  private static String pad(String text) {
    return text + " ".repeat(Math.max(1, WIDTH - text.length()));
  }
}
