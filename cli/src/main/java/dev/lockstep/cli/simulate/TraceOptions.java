package dev.lockstep.cli.simulate;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.simulator.input.TraceFormat;
import dev.lockstep.simulator.run.Playback;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a recorded trace is to be read. */
final class TraceOptions {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "Format of the trace: csv (columns time, id, size, op), oracle-general (libCacheSim), lirs,"
              + " lockstep; its name tells it if it can.")
  private @Nullable String format;

  @Option(
      names = "--poll-every",
      paramLabel = "N",
      description =
          "Requests after which x3-unmanaged polls what its engine has (default: 1000): a trace has no"
              + " time by which to.")
  private @Nullable Integer pollEvery;

  /** A workload has neither. */
  void requireNone() {
    if (format != null || pollEvery != null) {
      throw CommandFailure.usage(
          (format != null ? "--format" : "--poll-every") + " is for a trace: it needs --input");
    }
  }

  int pollEvery() {
    if (pollEvery != null && pollEvery < 1) {
      throw CommandFailure.usage("--poll-every must be at least 1, was " + pollEvery);
    }
    return pollEvery == null ? Playback.POLL_EVERY : pollEvery;
  }

  TraceFormat format(Path file) {
    return format == null ? TraceFormat.guess(file) : TraceFormat.of(format);
  }
}
