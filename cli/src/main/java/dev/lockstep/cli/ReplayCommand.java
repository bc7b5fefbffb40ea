package dev.lockstep.cli;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.StoreOptions;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.model.lock.LockConfig;
import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.StoredTrace;
import dev.lockstep.traces.corpus.Corpus;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    Map<Path, StoredTrace> traces = readAll();
    List<ReplayedTrace> replayed = new ArrayList<>();
    int leftOut;
    try (StoreOptions.Opened opened = stores.open(Workspace.find());
        Progress progress = new Progress("replay", traces.size())) {
      leftOut = leaveOut(traces, opened);
      for (Map.Entry<Path, StoredTrace> entry : traces.entrySet()) {
        ReplayedTrace next =
            ReplayedTrace.of(entry.getKey(), entry.getValue(), opened, stores.where());
        replayed.add(next);
        tell(next, traces.size() == 1);
        progress.to(replayed.size());
      }
      result.say(sum(replayed) + opened.factory().description() + leftOutWords(leftOut));
    }
    long wrong = replayed.stream().filter(trace -> !trace.asExpected()).count();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("store", stores.where());
    json.put("traces", replayed.stream().map(ReplayedTrace::row).toList());
    json.put("asExpected", replayed.size() - wrong);
    json.put("divergences", wrong);
    json.put("leftOut", leftOut);
    result.write(json);
    return wrong == 0 ? ExitCode.AS_EXPECTED : ExitCode.VIOLATION;
  }

  private static String sum(List<ReplayedTrace> replayed) {
    long good = replayed.stream().filter(ReplayedTrace::asExpected).count();
    return good + " of " + replayed.size() + " traces as expected on ";
  }

  private static String leftOutWords(int leftOut) {
    return leftOut == 0 ? "" : "; left out: " + leftOut + " of the lock level (--store model)";
  }

  /**
   * Takes those of the lock level out that the store can't run; one that the user has named is an
   * error.
   */
  private int leaveOut(Map<Path, StoredTrace> traces, StoreOptions.Opened opened) {
    int before = traces.size();
    for (Path file : List.copyOf(traces.keySet())) {
      if (traces.get(file) instanceof LockTrace trace) {
        Optional<String> reason = opened.whyNot(trace.constants());
        if (reason.isPresent() && paths.contains(file)) {
          throw CommandFailure.usage(file + ": " + reason.get());
        }
        reason.ifPresent(r -> traces.remove(file));
      }
    }
    return before - traces.size();
  }

  /** All of them before the first is run: bad input is found before anything is done. */
  private Map<Path, StoredTrace> readAll() throws IOException {
    Map<Path, StoredTrace> traces = new LinkedHashMap<>();
    for (Path path : paths) {
      List<Path> files = Files.isDirectory(path) ? Corpus.tracesIn(path) : List.of(path);
      if (files.isEmpty()) {
        throw CommandFailure.usage("no traces in " + path);
      }
      for (Path file : files) {
        try {
          traces.put(file, Corpus.readAny(file));
        } catch (TraceFormatException e) {
          throw CommandFailure.usage(e.getMessage());
        }
      }
    }
    return traces;
  }

  private void tell(ReplayedTrace trace, boolean alone) {
    if (quiet && trace.asExpected()) {
      return;
    }
    result.say(trace.line());
    if (alone || !trace.asExpected()) {
      trace.details().forEach(result::say);
    }
  }

  private int replayCover(String name) {
    Workspace workspace = Workspace.find();
    if (LockConfig.isOne(workspace.configFile(name))) {
      return new LockCover(workspace.lockConfig(name)).replay(stores, workspace, result)
          ? ExitCode.AS_EXPECTED
          : ExitCode.VIOLATION;
    }
    return new ContractCover(workspace.config(name)).replay(stores, workspace, result)
        ? ExitCode.AS_EXPECTED
        : ExitCode.VIOLATION;
  }
}
