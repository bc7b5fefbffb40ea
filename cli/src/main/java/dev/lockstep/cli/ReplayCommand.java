package dev.lockstep.cli;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.StoreOptions;
import dev.lockstep.cli.run.TraceFiles;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.model.Constants;
import dev.lockstep.model.lock.LockConfig;
import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.StoredTrace;
import dev.lockstep.traces.Trace;
import java.io.IOException;
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

  @Option(
      names = "--stock",
      description =
          "On the Spark as it is, without native blocks: also one that the patch does not fit.")
  private boolean stock;

  @Mixin private StoreOptions stores = new StoreOptions();
  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException {
    if ((cover == null) == paths.isEmpty()) {
      throw CommandFailure.usage("replay takes either traces or --cover CONFIG");
    }
    if (stock) {
      stores.useStock();
    }
    return cover == null ? replayTraces() : replayCover(cover);
  }

  private int replayTraces() throws IOException {
    Map<Path, StoredTrace> traces = TraceFiles.read(paths);
    if (stock) {
      traces.forEach(ReplayCommand::refuseNativeBlocks);
    }
    List<ReplayedTrace> replayed = new ArrayList<>();
    List<StoredTrace> leftOut;
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
    json.put("leftOut", leftOut.size());
    result.write(json);
    return wrong == 0 ? ExitCode.AS_EXPECTED : ExitCode.VIOLATION;
  }

  private static String sum(List<ReplayedTrace> replayed) {
    long good = replayed.stream().filter(ReplayedTrace::asExpected).count();
    return good + " of " + replayed.size() + " traces as expected on ";
  }

  private static String leftOutWords(List<StoredTrace> leftOut) {
    long lock = leftOut.stream().filter(LockTrace.class::isInstance).count();
    long contract = leftOut.size() - lock;
    return (lock == 0 ? "" : "; left out: " + lock + " of the lock level (--store model)")
        + (contract == 0 ? "" : "; left out: " + contract + " that it can't be made for");
  }

  /** Takes those out that the store can't run; one that the user has named is an error. */
  private List<StoredTrace> leaveOut(Map<Path, StoredTrace> traces, StoreOptions.Opened opened) {
    List<StoredTrace> leftOut = new ArrayList<>();
    for (Map.Entry<Path, StoredTrace> entry : List.copyOf(traces.entrySet())) {
      Path file = entry.getKey();
      StoredTrace trace = entry.getValue();
      Optional<String> reason = opened.whyNot(trace);
      if (reason.isPresent()) {
        if (paths.contains(file)) {
          throw CommandFailure.usage(file + ": " + reason.get());
        }
        traces.remove(file);
        leftOut.add(trace);
        if (!(trace instanceof LockTrace)) {
          result.say("left out: " + file + ": " + reason.get());
        }
      }
    }
    return leftOut;
  }

  private static void refuseNativeBlocks(Path file, StoredTrace trace) {
    if (trace instanceof Trace contract) {
      refuseNativeBlocks(file + ": constants", contract.constants());
    }
  }

  private static void refuseNativeBlocks(String where, Constants constants) {
    if (constants.blocks().stream().anyMatch(block -> block.kind().isNative())) {
      throw CommandFailure.usage(where + ": native blocks are in the patch: leave --stock out");
    }
  }

  private void tell(ReplayedTrace trace, boolean alone) {
    if (quiet && trace.asExpected()) {
      return;
    }
    result.say(trace.line());
    if (alone || !trace.asExpected()) {
      trace.details().forEach(result::say);
    }
    if (alone && trace.divergence() != null) {
      result.say(
          "step by step: ./lockstep story "
              + trace.file()
              + " "
              + stores.asArguments()
              + " --html story.html");
    }
  }

  private int replayCover(String name) {
    Workspace workspace = Workspace.find();
    if (LockConfig.isOne(workspace.configFile(name))) {
      return new LockCover(workspace.lockConfig(name)).replay(stores, workspace, result)
          ? ExitCode.AS_EXPECTED
          : ExitCode.VIOLATION;
    }
    if (stock) {
      refuseNativeBlocks(name, workspace.config(name).constants());
    }
    return new ContractCover(workspace.config(name)).replay(stores, workspace, result)
        ? ExitCode.AS_EXPECTED
        : ExitCode.VIOLATION;
  }
}
