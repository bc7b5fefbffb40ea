package dev.lockstep.cli.simulate;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.simulator.input.RecordedTrace;
import dev.lockstep.simulator.input.RequestReader;
import dev.lockstep.simulator.policy.EvictionPolicy;
import dev.lockstep.simulator.policy.OfflineBound;
import dev.lockstep.simulator.run.Playback;
import dev.lockstep.simulator.run.Reference;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A recorded trace.
 *
 * @param nativeShare part of its objects that are native
 * @param owned whether they all belong to one RDD
 * @param pollEvery requests between two polls
 */
record AskedTrace(RecordedTrace trace, double nativeShare, boolean owned, int pollEvery)
    implements Asked {
  private static final List<String> SETTINGS = List.of("nativeShare", "owners");

  static AskedTrace of(
      Path file, TraceOptions options, Map<String, String> settings, @Nullable Long requests)
      throws IOException, TraceFormatException {
    for (String name : settings.keySet()) {
      if (!SETTINGS.contains(name)) {
        throw new InvalidConstantException(
            name, "is not a setting of a trace; there are " + String.join(", ", SETTINGS));
      }
    }
    double nativeShare = share(settings.getOrDefault("nativeShare", "0.5"));
    String owners = settings.getOrDefault("owners", "0");
    if (!owners.matches("[01]")) {
      throw new InvalidConstantException("owners", "must be 0 or 1 for a trace, was " + owners);
    }
    if (requests != null && requests < 1) {
      throw CommandFailure.usage("--requests must be at least 1, was " + requests);
    }
    int pollEvery = options.pollEvery();
    try (RequestReader reader = options.format(file).open(file);
        Progress progress = new Progress("read", -1)) {
      RecordedTrace trace =
          RecordedTrace.read(
              String.valueOf(file.getFileName()),
              reader,
              requests == null ? Long.MAX_VALUE : requests,
              progress::to);
      if (trace.count() == 0) {
        throw CommandFailure.usage(Workspace.shown(file) + ": has no requests");
      }
      return new AskedTrace(trace, nativeShare, owners.equals("1"), pollEvery);
    }
  }

  private static double share(String text) {
    try {
      double share = Double.parseDouble(text);
      if (share >= 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      throw new InvalidConstantException("nativeShare", "must be a number, was " + text, e);
    }
    throw new InvalidConstantException("nativeShare", "must be between 0 and 1, was " + text);
  }

  @Override
  public String name() {
    return trace.name();
  }

  /** A tenth of what there is to cache. */
  @Override
  public long memory() {
    return Math.max(1, trace.units() / 10);
  }

  @Override
  public Ran run(EvictionPolicy policy, long memory) {
    try (Progress progress = new Progress("play " + policy.name(), trace.count())) {
      return new Ran(
          Playback.run(
              trace, trace.layout(memory, nativeShare, owned), policy, pollEvery, progress::to),
          null);
    }
  }

  @Override
  public OfflineBound.Bound bound(long memory) {
    return Reference.of(trace, trace.layout(memory, nativeShare, owned));
  }

  @Override
  public void write(Path file, long memory) {
    throw new UnsupportedOperationException("a recorded trace is one already");
  }
}
