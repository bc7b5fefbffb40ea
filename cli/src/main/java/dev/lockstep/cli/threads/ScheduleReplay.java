package dev.lockstep.cli.threads;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.schedule.Workers;
import dev.lockstep.schedule.scenario.Explorer;
import dev.lockstep.schedule.scenario.Finding;
import dev.lockstep.schedule.scenario.ScenarioException;
import dev.lockstep.schedule.search.ScheduleMismatchException;
import dev.lockstep.spark.launch.SparkThreads;
import dev.lockstep.traces.json.TraceFormatException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code explore-threads --replay}: a saved schedule, three times. */
record ScheduleReplay(Path file, SavedSchedule saved) {
  private static final int REPLAYS = 3;

  static ScheduleReplay of(Path file) {
    try {
      return new ScheduleReplay(file, SavedSchedule.read(file));
    } catch (TraceFormatException e) {
      throw CommandFailure.usage(e.getMessage());
    }
  }

  /**
   * Runs it.
   *
   * @return exit code 1 if the store does not show what the file says, each time
   */
  int run(SparkThreads subject, ResultOption result) {
    result.say(saved.scenario() + "   " + subject.description());
    int same = 0;
    try (Workers workers = new Workers(subject.loader())) {
      Explorer explorer =
          new Explorer(subject, workers, new Explorer.Limits(REPLAYS, 0, () -> false));
      Finding again =
          explorer.confirm(saved.scenario(), saved.kind(), saved.detail(), saved.schedule());
      same = again.replays();
      again.story().lines().forEach(line -> result.say("    " + line));
      result.say(
          saved.kind().words()
              + ": "
              + saved.detail()
              + (same == REPLAYS ? "   shown " : "   NOT shown: ")
              + same
              + " of 3 times");
    } catch (ScenarioException e) {
      throw CommandFailure.usage(file + ": scenario: " + e.getMessage());
    } catch (ScheduleMismatchException e) {
      result.say("NOT shown: " + e.getMessage());
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", file.toString());
    json.put("store", subject.description());
    json.put("scenario", saved.scenario().toString());
    json.put("kind", saved.kind().words());
    json.put("detail", saved.detail());
    json.put("schedule", saved.schedule());
    json.put("replays", same);
    result.write(json);
    return same == REPLAYS ? ExitCode.AS_EXPECTED : ExitCode.VIOLATION;
  }
}
