package dev.lockstep.cli;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.StoreOptions;
import dev.lockstep.cli.run.Story;
import dev.lockstep.cli.run.TraceCheck;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.SpecConfig;
import dev.lockstep.model.explore.StateExplorer;
import dev.lockstep.model.explore.StateGraph;
import dev.lockstep.traces.CoverReplay;
import dev.lockstep.traces.Divergence;
import dev.lockstep.traces.RuleCoverage;
import dev.lockstep.traces.Trace;
import dev.lockstep.traces.corpus.Corpus;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lockstep replay}: traces, or every transition of a config, on a store. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description =
        "Replays traces on a store and compares with the model after every step; with --cover,"
            + " every labelled transition of a config and the refusals of every state.")
final class ReplayCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TRACE|DIR", arity = "0..*", description = "Trace files or folders.")
  private List<Path> paths = List.of();

  @Option(names = "--cover", paramLabel = "CONFIG", description = "Cover a config of spec/.")
  private @Nullable String cover;

  @Option(names = "--quiet", description = "Print only what is not as expected, and the sum.")
  private boolean quiet;

  @Mixin private StoreOptions stores = new StoreOptions();
  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException {
    if ((cover == null) == paths.isEmpty()) {
      throw CommandFailure.usage("replay takes either traces or --cover CONFIG");
    }
    return cover == null ? replayTraces() : replayCover(cover);
  }

  private int replayTraces() throws IOException {
    Map<Path, Trace> traces = readAll();
    List<Map<String, Object>> rows = new ArrayList<>();
    int wrong = 0;
    try (StoreOptions.Opened opened = stores.open(Workspace.find());
        Progress progress = new Progress("replay", traces.size())) {
      for (Map.Entry<Path, Trace> entry : traces.entrySet()) {
        Trace trace = entry.getValue();
        TraceCheck check =
            TraceCheck.of(
                entry.getKey(), trace, opened.factory(), stores.where(), new RuleCoverage());
        wrong += check.asExpected() ? 0 : 1;
        tell(entry.getKey(), trace, check, traces.size() == 1);
        rows.add(row(entry.getKey(), trace, check));
        progress.to(rows.size());
      }
      result.say(
          (traces.size() - wrong)
              + " of "
              + traces.size()
              + " traces as expected on "
              + opened.factory().description());
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("store", stores.where());
    json.put("traces", rows);
    json.put("asExpected", traces.size() - wrong);
    json.put("divergences", wrong);
    result.write(json);
    return wrong == 0 ? ExitCode.AS_EXPECTED : ExitCode.VIOLATION;
  }

  /** All of them before the first is run: bad input is found before anything is done. */
  private Map<Path, Trace> readAll() throws IOException {
    Map<Path, Trace> traces = new LinkedHashMap<>();
    for (Path path : paths) {
      List<Path> files = Files.isDirectory(path) ? Corpus.tracesIn(path) : List.of(path);
      if (files.isEmpty()) {
        throw CommandFailure.usage("no traces in " + path);
      }
      for (Path file : files) {
        try {
          traces.put(file, Corpus.read(file));
        } catch (TraceFormatException e) {
          throw CommandFailure.usage(e.getMessage());
        }
      }
    }
    return traces;
  }

  private void tell(Path file, Trace trace, TraceCheck check, boolean alone) {
    Divergence divergence = check.inFile() != null ? check.inFile() : check.onStore();
    if (quiet && check.asExpected()) {
      return;
    }
    String verdict = check.asExpected() ? "as expected" : "NOT as expected";
    if (divergence != null) {
      verdict +=
          check.inFile() != null
              ? ", file differs from the model"
              : ", breaks " + divergence.rule();
    }
    result.say(
        String.format(Locale.ROOT, "%-64s %4d steps  %s", file, trace.steps().size(), verdict));
    if (alone || !check.asExpected()) {
      Story story = new Story(trace.constants());
      if (check.inFile() != null) {
        Divergence d = check.inFile();
        result.say(
            "     steps["
                + d.step()
                + "].observed."
                + d.field()
                + ": the model has "
                + d.expected()
                + ", the file says "
                + d.actual());
      } else {
        story.lines(trace.actions(), divergence).forEach(result::say);
      }
    }
  }

  private static Map<String, Object> row(Path file, Trace trace, TraceCheck check) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("file", file.toString());
    row.put("steps", trace.steps().size());
    row.put("asExpected", check.asExpected());
    Divergence divergence = check.inFile() != null ? check.inFile() : check.onStore();
    if (divergence != null) {
      row.put("divergence", divergence);
    }
    return row;
  }

  private int replayCover(String name) {
    Workspace workspace = Workspace.find();
    SpecConfig config = workspace.config(name);
    ContractModel model = new ContractModel(config.constants());
    StateGraph graph = StateExplorer.graphOf(model);
    CoverReplay.Report report;
    double seconds;
    try (StoreOptions.Opened opened = stores.open(workspace);
        Progress progress = new Progress("cover " + config.name(), graph.edgeCount())) {
      long start = System.nanoTime();
      report = new CoverReplay(model, graph, opened.factory()).replay(progress::to);
      seconds = (System.nanoTime() - start) / 1e9;
    }
    result.say(
        String.format(
            Locale.ROOT,
            "%s on %s: %,d of %,d transitions replayed in %,d calls, %,d refusals (%,d left out),"
                + " %d divergences, %.1f s, %,.0f transitions a second",
            config.name(),
            stores.where(),
            report.replayed(),
            report.edges(),
            report.steps(),
            report.refusals(),
            report.refusalsLeftOut(),
            report.divergences().size(),
            seconds,
            report.replayed() / seconds));
    if (report.refusalsLeftOut() > 0) {
      result.say("left out: " + CoverReplay.LEFT_OUT_REASON);
    }
    for (CoverReplay.Diverged diverged : report.divergences()) {
      Divergence d = diverged.divergence();
      result.say(
          d.rule()
              + " "
              + d.action()
              + " "
              + d.field()
              + ": expected "
              + d.expected()
              + ", the store has "
              + d.actual());
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("config", config.name());
    json.put("store", stores.where());
    json.put("edges", report.edges());
    json.put("replayed", report.replayed());
    json.put("calls", report.steps());
    json.put("refusals", report.refusals());
    json.put("refusalsLeftOut", report.refusalsLeftOut());
    json.put("divergences", report.divergences().size());
    json.put("seconds", Math.round(seconds * 1000) / 1000.0);
    result.write(json);
    return report.conforms() ? ExitCode.AS_EXPECTED : ExitCode.VIOLATION;
  }
}
