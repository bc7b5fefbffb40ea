package dev.lockstep.traces.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.LockTraces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LockTraceCodecProperties {
  private static final List<String> CONFIGS =
      List.of("Two", "StopDeferred", "Execution", "ReleasePuts", "Hole8Sizes", "NoTryLock");
  private static final List<String> ENDINGS = List.of("json", "jsonl", "json.gz");

  @Property(tries = 150)
  void whatIsWrittenIsReadAgain(
      @ForAll long seed,
      @ForAll @IntRange(max = 80) int length,
      @ForAll @IntRange(max = 5) int config,
      @ForAll @IntRange(max = 2) int ending,
      @ForAll @IntRange(min = -1, max = 3) int loop)
      throws IOException, TraceFormatException {
    LockTrace walk = LockTraces.walk(CONFIGS.get(config), seed, length);
    LockTrace trace =
        new LockTrace(
            walk.origin(),
            seed,
            walk.expect(),
            walk.constants(),
            walk.steps(),
            Math.min(loop, walk.length()));
    Path folder = Files.createTempDirectory("lockstep-codec");
    Path file = folder.resolve("t." + ENDINGS.get(ending));
    try {
      TraceCodec.write(trace, file);
      assertThat(TraceCodec.readAny(file)).isEqualTo(trace);
    } finally {
      Files.delete(file);
      Files.delete(folder);
    }
  }
}
