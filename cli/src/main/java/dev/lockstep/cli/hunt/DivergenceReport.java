package dev.lockstep.cli.hunt;

import dev.lockstep.cli.run.Output;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.StoreOptions;
import dev.lockstep.cli.run.Story;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.simulator.hunt.HuntResult;
import dev.lockstep.traces.Divergence;
import dev.lockstep.traces.Trace;
import dev.lockstep.traces.TraceRecorder;
import dev.lockstep.traces.json.TraceCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a search for a divergence found: told, and written as a trace. */
record DivergenceReport(StoreOptions stores, Path folder, ResultOption result) {

  /** Tells, writes, and gives the fields of the result. */
  Map<String, Object> tell(HuntResult found, long seed) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("goal", "divergence");
    json.put("store", stores.where());
    json.put("seed", seed);
    json.put("evaluations", found.evaluations());
    json.put("found", found instanceof HuntResult.Found);
    if (found instanceof HuntResult.Found hit) {
      story(hit);
      Path file = save(hit);
      json.put("divergence", hit.divergence());
      json.put("steps", hit.shrunk().size());
      json.put("originalSteps", hit.originalLength());
      json.put("attemptSeed", hit.attemptSeed());
      json.put("trace", Workspace.shown(file));
      result.say("  saved: " + Workspace.shown(file));
      result.say(
          "  again: ./lockstep replay " + Workspace.shown(file) + " " + stores.asArguments());
      result.say("  story: ./lockstep story " + Workspace.shown(file) + " " + stores.asArguments());
    } else {
      result.say(
          String.format(
              Locale.ROOT,
              "nothing found on %s in %,d sequences",
              stores.where(),
              found.evaluations()));
    }
    return json;
  }

  private Path save(HuntResult.Found hit) {
    String store = stores.where().replaceAll("[^A-Za-z0-9.]+", "-");
    String rule = hit.divergence().rule().toLowerCase(Locale.ROOT);
    Path file = folder.resolve(rule + "-" + store + "-seed" + hit.attemptSeed() + ".json");
    try {
      TraceCodec.write(trace(hit), file);
    } catch (IOException e) {
      throw Output.failed(file, e);
    }
    return file;
  }

  private Trace trace(HuntResult.Found hit) {
    return new Trace(
        Trace.Level.CONTRACT,
        Trace.Origin.HUNT,
        hit.attemptSeed(),
        new Trace.Expectation.Breaks(hit.divergence().rule(), stores.where()),
        hit.universe().constants(),
        TraceRecorder.steps(hit.universe().constants(), hit.shrunk()));
  }

  private void story(HuntResult.Found hit) {
    Divergence d = hit.divergence();
    result.say(
        d.rule()
            + " broken: "
            + d.field()
            + " expected "
            + d.expected()
            + ", the store has "
            + d.actual()
            + "   ("
            + stores.where()
            + ")");
    result.say(
        "  shortest trace: "
            + hit.shrunk().size()
            + (hit.shrunk().size() == 1 ? " step" : " steps")
            + " (found with "
            + hit.originalLength()
            + ", seed "
            + hit.attemptSeed()
            + ", "
            + hit.universe().name()
            + ")");
    new Story(hit.universe().constants()).lines(hit.shrunk(), d).forEach(result::say);
  }
}
