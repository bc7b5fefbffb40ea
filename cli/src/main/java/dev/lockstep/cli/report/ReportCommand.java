package dev.lockstep.cli.report;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.Output;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.simulator.report.Plots;
import dev.lockstep.simulator.report.ResultRow;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep report}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the comparison of the policies: on the ten workloads, on public traces that the Caffeine"
          + " simulator's jar carries (fetched, not kept), what each breaks, and its worst case found.",
      "The same page for the same seed."
    })
public final class ReportCommand implements Callable<Integer> {
  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "The page; pictures go into a folder beside it (default: docs/policies.md).")
  private @Nullable Path output;

  @Option(names = "--seed", defaultValue = "1", description = "Seed (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--requests",
      paramLabel = "N",
      defaultValue = "50000",
      description = "Requests of each workload (default: ${DEFAULT-VALUE}).")
  private long requests = 50_000;

  @Option(
      names = "--sequences",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Sequences of each hunt (default: ${DEFAULT-VALUE}).")
  private long sequences = 100_000;

  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException {
    if (requests < 1 || sequences < 1) {
      throw CommandFailure.usage("--requests and --sequences must be at least 1");
    }
    Path page = output == null ? Workspace.find().home().resolve("docs/policies.md") : output;
    Output.requireFile("--output", page);
    List<ResultRow> workloads = OnWorkloads.rows(seed, requests);
    List<ResultRow> traces;
    try {
      traces = OnPublicTraces.rows();
    } catch (TraceFormatException e) {
      throw CommandFailure.outside(e.getMessage());
    }
    List<WorstCases.Row> worst = WorstCases.rows(seed, sequences);
    PolicyPage text = new PolicyPage(seed, requests, sequences, workloads, traces, worst);
    String name = String.valueOf(page.getFileName()).replaceFirst("\\.md$", "");
    Path pictures = page.resolveSibling(name);
    Output.write(
        pictures.resolve("workloads.svg"),
        Plots.sideBySide("Hit ratio on the ten workloads", "hitRatio", "hit ratio, %", workloads));
    Output.write(
        pictures.resolve("traces.svg"),
        Plots.sideBySide("Hit ratio on public traces", "hitRatio", "hit ratio, %", traces));
    Output.write(
        pictures.resolve("sizes.svg"),
        Plots.hitRatios(
            "Hit ratio over memory, workload tables", OnWorkloads.bySize(seed, requests)));
    Output.write(page, text.markdown(name));
    result.say("page: " + Workspace.shown(page));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("page", Workspace.shown(page));
    json.put("workloads", workloads);
    json.put("traces", traces);
    json.put("worstCases", worst);
    result.write(json);
    return ExitCode.AS_EXPECTED;
  }
}
