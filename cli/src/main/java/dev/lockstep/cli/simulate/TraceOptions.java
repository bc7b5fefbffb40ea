package dev.lockstep.cli.simulate;

import dev.lockstep.simulator.input.TraceFormat;
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

  TraceFormat format(Path file) {
    return format == null ? TraceFormat.guess(file) : TraceFormat.of(format);
  }
}
