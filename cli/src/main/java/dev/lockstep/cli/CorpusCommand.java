package dev.lockstep.cli;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.model.tlc.TlcRuns;
import dev.lockstep.traces.corpus.CorpusWriter;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep corpus}: writes traces/ again, byte for byte the same unless something moved. */
@Command(
    name = "corpus",
    mixinStandardHelpOptions = true,
    description =
        "Writes traces/ again: the hand-written ones with the model's observations, the random ones"
            + " from their seeds, the edge cover and the witnesses from TLC. Review the diff. Of the"
            + " random ones and the edge cover, those that traces/minimal.txt names.")
final class CorpusCommand implements Callable<Integer> {
  @Option(
      names = "--all",
      description = "Write all of the random ones and of the edge cover, to minimise anew.")
  private boolean all;

  @Option(
      names = "--again",
      description = "Run TLC, also where build/kept has what it came to on the same text.")
  private boolean again;

  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Workspace workspace = Workspace.find();
    CorpusWriter.Rewritten rewritten;
    try (Progress progress = new Progress("corpus", -1)) {
      TlcRuns runs = new TlcRuns(workspace.kept(again));
      CorpusWriter writer =
          all
              ? CorpusWriter.ofAll(runs, workspace.spec(), workspace.traces())
              : new CorpusWriter(runs, workspace.spec(), workspace.traces());
      rewritten = writer.writeAll();
    } catch (TraceFormatException e) {
      throw CommandFailure.usage(e.getMessage());
    } catch (IllegalStateException e) {
      throw CommandFailure.outside(String.valueOf(e.getMessage()));
    }
    rewritten.changed().forEach(file -> result.say("changed: " + Workspace.shown(file)));
    rewritten.skipped().forEach(result::say);
    result.say(
        rewritten.written().size() + " traces written, " + rewritten.changed().size() + " changed");
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("written", rewritten.written().size());
    json.put("changed", rewritten.changed().stream().map(Workspace::shown).toList());
    json.put("skipped", rewritten.skipped());
    result.write(json);
    return ExitCode.AS_EXPECTED;
  }
}
