package dev.lockstep.traces.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.Constants;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.Event;
import dev.lockstep.traces.Anomaly;
import dev.lockstep.traces.Observation;
import dev.lockstep.traces.RandomActions;
import dev.lockstep.traces.TestConstants;
import dev.lockstep.traces.Trace;
import dev.lockstep.traces.TraceRecorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TraceCodecProperties {
  private static final List<String> CONFIGS =
      List.of("Tiny", "Execution", "Fatal", "Kinds", "Large", "Modes", "Deferred");
  private static final List<String> ENDINGS = List.of("json", "jsonl", "json.gz", "jsonl.gz");

  @Property(tries = 200)
  void whatIsWrittenIsReadAgain(
      @ForAll long seed,
      @ForAll @IntRange(max = 60) int length,
      @ForAll @IntRange(max = 6) int config,
      @ForAll @IntRange(max = 3) int ending)
      throws IOException, TraceFormatException {
    Constants constants = TestConstants.of(CONFIGS.get(config));
    Trace trace =
        TraceRecorder.trace(
            Trace.Origin.RANDOM,
            seed,
            constants,
            new RandomActions(new ContractModel(constants)).sequence(seed, length));

    assertThat(throughFile(trace, ENDINGS.get(ending))).isEqualTo(trace);
  }

  @Property(tries = 100)
  void anyTextSurvives(@ForAll String where, @ForAll String text)
      throws IOException, TraceFormatException {
    String sound = withoutHalfSurrogates(where);
    String detail = withoutHalfSurrogates(text);
    Constants constants = TestConstants.of("Tiny");
    Trace plain =
        TraceRecorder.trace(
            Trace.Origin.BUG,
            Long.MIN_VALUE,
            constants,
            new RandomActions(new ContractModel(constants)).sequence(1, 1));
    Observation seen = plain.steps().get(0).observed();
    List<Event> events = new ArrayList<>(seen.events());
    events.add(new Event(Event.Kind.RELEASED, "n1"));
    Trace trace =
        new Trace(
            Trace.Level.CONTRACT,
            Trace.Origin.BUG,
            Long.MIN_VALUE,
            new Trace.Expectation.Breaks("R5", sound),
            constants,
            List.of(
                new Trace.TraceStep(
                    plain.actions().get(0),
                    new Observation(
                        seen.result(),
                        7,
                        events,
                        seen.snapshot(),
                        List.of(new Anomaly("R8", detail)),
                        detail))));

    assertThat(throughFile(trace, "json")).isEqualTo(trace);
    assertThat(throughFile(trace, "jsonl")).isEqualTo(trace);
  }

  private static String withoutHalfSurrogates(String text) {
    return text.replaceAll("\\p{Cs}", "?");
  }

  private static Trace throughFile(Trace trace, String ending)
      throws IOException, TraceFormatException {
    Path folder = Files.createTempDirectory("lockstep-codec");
    Path file = folder.resolve("below/t." + ending);
    try {
      TraceCodec.write(trace, file);
      return TraceCodec.read(file);
    } finally {
      Files.delete(file);
      Files.delete(file.getParent());
      Files.delete(folder);
    }
  }
}
