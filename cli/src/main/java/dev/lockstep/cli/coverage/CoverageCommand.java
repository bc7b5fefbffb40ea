package dev.lockstep.cli.coverage;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.Output;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.SparkPath;
import dev.lockstep.cli.run.SparkVersions;
import dev.lockstep.cli.run.TraceFiles;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.spark.faults.StoreFault;
import dev.lockstep.traces.StoredTrace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lockstep coverage}: what traces exercise, and the smallest part of them that does. */
@Command(
    name = "coverage",
    mixinStandardHelpOptions = true,
    description = {
      "Replays traces on a patched Spark with JaCoCo's probes in its storage classes, and says"
          + " which actions, pairs of calls, rules and branches they exercise.",
      "With --minimise, finds a smallest part of them that exercises the same on the real store and"
          + " notices the same faults."
    },
    footer = {"", "Example: ./lockstep coverage --minimise --kills build/mutants/results.jsonl"})
public final class CoverageCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "TRACE|DIR",
      arity = "0..*",
      description = "Trace files or folders (default: traces).")
  private List<Path> paths = List.of();

  @Option(
      names = "--spark",
      paramLabel = "VERSION|JAR|FOLDER",
      defaultValue = SparkVersions.BUILT,
      description = "As in replay (default: ${DEFAULT-VALUE}).")
  private String spark = SparkVersions.BUILT;

  @Option(
      names = "--minimise",
      description = "Find the smallest part that exercises the same and notices the same faults.")
  private boolean minimise;

  @Option(
      names = "--kills",
      paramLabel = "FILE",
      description =
          "With --minimise: mutants and the traces that kill them, as make mutants writes them;"
              + " keep these kills as well. May be given more than once.")
  private List<Path> kills = List.of();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "With --minimise: write the traces that stay, a path a line.")
  private @Nullable Path output;

  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException {
    if (!minimise && (output != null || !kills.isEmpty())) {
      throw CommandFailure.usage((output != null ? "--output" : "--kills") + " needs --minimise");
    }
    if (output != null) {
      Output.requireFile("--output", output);
    }
    Workspace workspace = Workspace.find();
    MutantKills mutants = new MutantKills();
    kills.forEach(file -> mutants.read(file, workspace.traces()));
    List<Path> wanted = paths.isEmpty() ? List.of(workspace.traces()) : paths;
    Map<Path, StoredTrace> traces = TraceFiles.read(wanted);
    SparkPath path = SparkPath.of(workspace, spark);
    CoverageTable table;
    try (CorpusRun run = CorpusRun.open(workspace, path)) {
      List<TraceRun> runs = run.run(traces);
      table = new CoverageTable(run.description(), runs, run.classes());
    }
    table.lines().forEach(result::say);
    table.wrong().forEach(run -> result.say("NOT as expected: " + Workspace.shown(run.file())));
    Map<String, Object> json = table.json();
    if (minimise && table.wrong().isEmpty()) {
      json.put("minimal", minimal(workspace, mutants, table.runs()));
    }
    result.write(json);
    return table.wrong().isEmpty() ? ExitCode.AS_EXPECTED : ExitCode.VIOLATION;
  }

  private Map<String, Object> minimal(
      Workspace workspace, MutantKills mutants, List<TraceRun> runs) {
    List<TraceRun> noticing = mutants.added(FaultKills.added(workspace, runs));
    MinimalSet minimal = MinimalSet.of(noticing);
    List<String> unnoticed = new ArrayList<>(StoreFault.names());
    Set<Item> items = new TreeSet<>();
    noticing.forEach(run -> items.addAll(run.items()));
    unnoticed.removeIf(fault -> items.contains(FaultKills.item(fault)));
    result.say(
        "kept: "
            + minimal.kept().size()
            + " of "
            + minimal.traces().size()
            + " traces, "
            + minimal.steps()
            + " of "
            + minimal.traces().stream().mapToInt(TraceRun::steps).sum()
            + " steps; "
            + MinimalSet.inWords(MinimalSet.counts(minimal.kept())));
    if (!unnoticed.isEmpty()) {
      result.say("faults that no trace notices: " + String.join(", ", unnoticed));
    }
    if (!kills.isEmpty()) {
      result.say(
          mutants.mutants()
              + " mutants with their traces, "
              + mutants.passedOver()
              + " lines passed over");
    }
    List<String> files =
        minimal.kept().stream().map(run -> Workspace.shown(run.file())).sorted().toList();
    if (output == null) {
      files.forEach(file -> result.say("  " + file));
    } else {
      minimal.write(output, workspace.home());
      result.say("written: " + Workspace.shown(output));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("of", minimal.traces().size());
    json.put("kept", files);
    json.put("kills", CoverageTable.names(items, Item.Kind.KILL));
    json.put("unnoticedFaults", unnoticed);
    return json;
  }
}
