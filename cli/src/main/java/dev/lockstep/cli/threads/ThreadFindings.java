package dev.lockstep.cli.threads;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.schedule.scenario.Exploration;
import dev.lockstep.schedule.scenario.Finding;
import dev.lockstep.schedule.scenario.KnownCause;
import dev.lockstep.schedule.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What explorations have found so far, by cause, and the text and JSON of it. */
final class ThreadFindings {
  private final String spark;
  private final boolean patched;
  private final int bound;
  private final @Nullable String fault;
  private final ResultOption result;
  private final Path folder;
  private final Map<KnownCause, List<Found>> explained = new EnumMap<>(KnownCause.class);
  private final List<Found> unexplained = new ArrayList<>();
  private int scenarios;
  private int complete;
  private int unstable;
  private long schedules;
  private String description = "";

  /** A finding with its scenario. */
  private record Found(Scenario scenario, Finding finding) {}

  /**
   * For a run of the command.
   *
   * @param folder where findings that are told in full are written
   */
  ThreadFindings(
      String spark,
      boolean patched,
      int bound,
      @Nullable String fault,
      ResultOption result,
      Path folder) {
    this.spark = spark;
    this.patched = patched;
    this.bound = bound;
    this.fault = fault;
    this.result = result;
    this.folder = folder;
  }

  void begins(String subject, int count) {
    description = subject;
    result.say(String.format(Locale.ROOT, "%s, %,d scenarios", subject, count));
  }

  /** Where findings go; made at once, so that a run does not end without them. */
  void makeFolder() {
    try {
      Files.createDirectories(folder);
      if (!Files.isWritable(folder)) {
        throw CommandFailure.outside("can't write findings to " + folder + ": no permission");
      }
    } catch (IOException e) {
      throw CommandFailure.outside("can't write findings to " + folder + ": it can't be made");
    }
  }

  /** Takes one in; tells all of it, or only what nothing explains. */
  void add(Exploration exploration, boolean inFull) {
    scenarios++;
    complete += exploration.coverage().equals("complete") ? 1 : 0;
    schedules += exploration.schedules();
    if (inFull) {
      result.say(
          String.format(
              Locale.ROOT,
              "%s%n  %,d schedules (%s), %d outcomes, %d of them serial",
              exploration.scenario(),
              exploration.schedules(),
              exploration.coverage(),
              exploration.outcomes(),
              exploration.serialOutcomes()));
    }
    for (Finding finding : exploration.findings()) {
      Found found = new Found(exploration.scenario(), finding);
      unstable += finding.replays() == 3 ? 0 : 1;
      Optional<KnownCause> cause = KnownCause.of(exploration.scenario(), finding);
      if (cause.isPresent()) {
        explained.computeIfAbsent(cause.get(), c -> new ArrayList<>()).add(found);
      } else {
        unexplained.add(found);
      }
      if (inFull || cause.isEmpty()) {
        tell(found, cause);
      }
    }
  }

  private void tell(Found found, Optional<KnownCause> cause) {
    Finding finding = found.finding();
    result.say(
        finding.kind().words()
            + ": "
            + finding.detail()
            + "   ("
            + cause.map(c -> c.title() + ": " + c.page()).orElse("no page explains it")
            + ")");
    result.say("  " + found.scenario());
    result.say(
        "  schedule "
            + finding.schedule()
            + ", replayed "
            + finding.replays()
            + " of 3 times the same");
    finding.story().lines().forEach(line -> result.say("    " + line));
    Path file = save(found);
    result.say("  saved: " + Workspace.shown(file));
    result.say("  again: ./lockstep explore-threads --replay " + Workspace.shown(file));
  }

  private Path save(Found found) {
    Finding finding = found.finding();
    try {
      return new SavedSchedule(
              spark,
              patched,
              fault,
              found.scenario(),
              finding.kind(),
              finding.detail(),
              finding.schedule())
          .writeTo(folder);
    } catch (IOException e) {
      throw CommandFailure.outside("can't write findings to " + folder + ": " + e.getMessage());
    }
  }

  int explored() {
    return scenarios;
  }

  boolean anyUnexplained() {
    return !unexplained.isEmpty();
  }

  /** Whether all is explained, and what was found is found again. */
  boolean asExpected() {
    return unexplained.isEmpty() && unstable == 0;
  }

  /**
   * The sums, and the JSON.
   *
   * @param asked scenarios that there were, explored or not
   */
  void tell(int asked, double seconds) {
    result.say(
        String.format(
            Locale.ROOT,
            "%,d of %,d scenarios (%,d complete, %,d with at most %d preemptions or out of time),"
                + " %,d schedules, %.1f s",
            scenarios,
            asked,
            complete,
            scenarios - complete,
            bound,
            schedules,
            seconds));
    List<Map<String, Object>> causes = new ArrayList<>();
    explained.forEach((cause, found) -> causes.add(tell(cause, found)));
    result.say(
        unexplained.isEmpty()
            ? "nothing that no page explains"
            : unexplained.size() + " that no page explains");
    if (unstable > 0) {
      result.say(unstable + " that did not replay three times out of three");
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("spark", spark);
    json.put("store", description);
    json.put("patched", patched);
    json.put("bound", bound);
    if (fault != null) {
      json.put("fault", fault);
    }
    json.put("scenarios", scenarios);
    json.put("complete", complete);
    json.put("schedules", schedules);
    json.put("seconds", Math.round(seconds * 1000) / 1000.0);
    json.put("unstable", unstable);
    json.put("causes", causes);
    json.put("unexplained", unexplained.stream().map(ThreadFindings::row).toList());
    result.write(json);
  }

  /** One line a cause, and one with an example, which is saved, for each kind of finding. */
  private Map<String, Object> tell(KnownCause cause, List<Found> found) {
    result.say(
        String.format(Locale.ROOT, "%5d  %s (%s)", found.size(), cause.title(), cause.page()));
    Map<String, List<Found>> kinds = new TreeMap<>();
    found.forEach(f -> kinds.computeIfAbsent(kindOf(f.finding()), k -> new ArrayList<>()).add(f));
    List<Map<String, Object>> examples = new ArrayList<>();
    kinds.forEach(
        (kind, all) -> {
          Found first = all.get(0);
          result.say(
              String.format(
                  Locale.ROOT, "%12d  %s: %s", all.size(), kind, Workspace.shown(save(first))));
          Map<String, Object> example = new LinkedHashMap<>();
          example.put("findings", all.size());
          example.putAll(row(first));
          examples.add(example);
        });
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("cause", cause.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    row.put("page", cause.page());
    row.put("findings", found.size());
    row.put("examples", examples);
    return row;
  }

  /** Its kind, and the class of what is thrown. */
  private static String kindOf(Finding finding) {
    return finding.kind() == Finding.Kind.EXCEPTION
        ? finding.detail().replaceAll("^!(\\w+).*", "$1")
        : finding.kind().words();
  }

  private static Map<String, Object> row(Found found) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("scenario", found.scenario().toString());
    row.put("kind", found.finding().kind().words());
    row.put("detail", found.finding().detail());
    row.put("schedule", found.finding().schedule());
    row.put("replays", found.finding().replays());
    return row;
  }
}
