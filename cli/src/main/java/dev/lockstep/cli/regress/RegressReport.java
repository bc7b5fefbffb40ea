package dev.lockstep.cli.regress;

import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.spark.weave.ShapeChange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run found, as text and as JSON.
 *
 * @param differences the rows
 * @param shape what differs in the bytecode: for a reader, not a difference
 * @param folder where the examples are
 * @param limit the time that there was
 */
record RegressReport(
    Sides sides,
    long seed,
    double seconds,
    CallPart.Report calls,
    ThreadPart.Report threads,
    List<Difference> differences,
    List<ShapeChange> shape,
    Path folder,
    Duration limit) {

  /** Whether what one caller or a few threads can see is the same. */
  boolean isAlike() {
    return differences.isEmpty() && calls.ledApart().isEmpty();
  }

  /** Whether all was done that was asked for. */
  boolean isComplete() {
    return cut().isEmpty();
  }

  /** What was left undone since time was up, or since there was too much of it. */
  List<String> cut() {
    List<String> cut = new ArrayList<>();
    if (calls.configs() < calls.configsAsked()) {
      cut.add(calls.configs() + " of " + calls.configsAsked() + " configs to their end");
    }
    if (calls.sequences() < calls.asked()) {
      cut.add(
          String.format(
              Locale.ROOT, "%,d of %,d random sequences", calls.sequences(), calls.asked()));
    }
    if (calls.notKept() > 0) {
      cut.add("nothing more on " + calls.notKept() + " lists of calls with yet other differences");
    }
    int seen = threads.compared() + threads.notCompared();
    if (seen < threads.asked()) {
      cut.add(String.format(Locale.ROOT, "%,d of %,d scenarios", seen, threads.asked()));
    }
    if (threads.notCompared() > 0) {
      cut.add(
          threads.notCompared()
              + (threads.notCompared() == 1 ? " scenario" : " scenarios")
              + " not explored to the end");
    }
    return cut;
  }

  void tell(ResultOption result) {
    result.say(String.format(Locale.ROOT, "%s · seed %d · %.0f s", sides.inWords(), seed, seconds));
    result.say(
        differences.isEmpty()
            ? "no difference in what a caller can see"
            : differences.size() + (differences.size() == 1 ? " difference" : " differences"));
    if (!differences.isEmpty()) {
      result.say("");
      table(result);
    }
    calls.ledApart().forEach(line -> result.say("a led trace parts: " + line));
    for (Difference difference : differences) {
      result.say("");
      result.say(difference.rule() + " " + difference.what());
      difference.story().forEach(line -> result.say("  " + line));
      result.say("  shown by:     " + command(difference.shownBy(), difference));
      result.say("  not shown by: " + command(difference.notShownBy(), difference));
      if (!difference.confirmed()) {
        result.say("  it did not come out the same when it was run again");
      }
    }
    result.say("");
    sums().forEach(result::say);
    tellShape(result);
    if (!isComplete()) {
      result.say(
          "INCOMPLETE: "
              + String.join(", ", cut())
              + " (--time "
              + limit.toSeconds()
              + "s)"
              + (isAlike() ? "; no difference so far" : ""));
    }
  }

  private void table(ResultOption result) {
    int what = width(differences.stream().map(Difference::what).toList(), "what");
    int onA = width(differences.stream().map(Difference::onA).toList(), sides.nameA());
    int onB = width(differences.stream().map(Difference::onB).toList(), sides.nameB());
    String form = "%-4s  %-" + what + "s  %-" + onA + "s  %-" + onB + "s  %5s  %5s  %s";
    result.say(
        String.format(
            form, "rule", "what", sides.nameA(), sides.nameB(), "found", "steps", "file"));
    for (Difference d : differences) {
      result.say(
          String.format(form, d.rule(), d.what(), d.onA(), d.onB(), d.found(), d.steps(), path(d)));
    }
  }

  private static int width(List<String> cells, String head) {
    return Math.max(head.length(), cells.stream().mapToInt(String::length).max().orElse(1));
  }

  private String path(Difference difference) {
    return Workspace.shown(folder.resolve(difference.file()));
  }

  private String command(String form, Difference difference) {
    return form.replace("%s", path(difference));
  }

  private List<String> sums() {
    List<String> sums = new ArrayList<>();
    sums.add(
        String.format(
            Locale.ROOT,
            "calls    %,d traces, %,d led, %,d transitions of %d configs and %,d refusals, %,d"
                + " random sequences",
            calls.traces(),
            calls.led(),
            calls.edges(),
            calls.configs(),
            calls.refusals(),
            calls.sequences()));
    sums.add(
        String.format(
            Locale.ROOT,
            "threads  %,d of %,d scenarios, %,d schedules",
            threads.compared(),
            threads.asked(),
            threads.schedules()));
    if (calls.unlikeModel() > 0) {
      sums.add(
          String.format(
              Locale.ROOT,
              "model    both alike and unlike the model: %,d lists of calls (no difference)",
              calls.unlikeModel()));
    }
    return sums;
  }

  private void tellShape(ResultOption result) {
    if (shape.isEmpty()) {
      result.say("shape    the bytecode of the classes is the same");
      return;
    }
    result.say(
        "shape    bytecode from "
            + sides.nameB()
            + " to "
            + sides.nameA()
            + ", logging left out (no difference by itself)");
    for (ShapeChange change : shape) {
      result.say("  " + change.className());
      tellMembers(result, "only " + sides.nameB(), change.removed());
      tellMembers(result, "only " + sides.nameA(), change.added());
      tellMembers(result, "other code", change.changed());
    }
  }

  private static void tellMembers(ResultOption result, String head, List<String> members) {
    if (!members.isEmpty()) {
      result.say(String.format(Locale.ROOT, "    %-12s %s", head, String.join(" ", members)));
    }
  }

  /** The fields of docs/json.md. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("spark", sides.a().name());
    json.put("against", sides.b().name());
    json.put("patched", sides.patched());
    json.put("why", sides.why());
    json.put("seed", seed);
    json.put("seconds", Math.round(seconds * 1000) / 1000.0);
    json.put("alike", isAlike());
    json.put("complete", isComplete());
    json.put("differences", differences.stream().map(this::row).toList());
    json.put("ledApart", calls.ledApart());
    Map<String, Object> checked = new LinkedHashMap<>();
    checked.put("traces", calls.traces());
    checked.put("led", calls.led());
    checked.put("configs", calls.configs());
    checked.put("transitions", calls.edges());
    checked.put("refusals", calls.refusals());
    checked.put("sequences", calls.sequences());
    checked.put("scenarios", threads.compared());
    checked.put("schedules", threads.schedules());
    json.put("checked", checked);
    json.put("unlikeModel", calls.unlikeModel());
    json.put("cut", cut());
    json.put("shape", shape.stream().map(RegressReport::row).toList());
    return json;
  }

  private Map<String, Object> row(Difference difference) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("rule", difference.rule());
    row.put("what", difference.what());
    row.put("onSpark", difference.onA());
    row.put("onAgainst", difference.onB());
    row.put("found", difference.found());
    row.put("steps", difference.steps());
    row.put("file", path(difference));
    row.put("shownBy", command(difference.shownBy(), difference));
    row.put("notShownBy", command(difference.notShownBy(), difference));
    row.put("confirmed", difference.confirmed());
    row.put("story", difference.story());
    return row;
  }

  private static Map<String, Object> row(ShapeChange change) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("class", change.className());
    row.put("onlyAgainst", change.removed());
    row.put("onlySpark", change.added());
    row.put("otherCode", change.changed());
    return row;
  }
}
