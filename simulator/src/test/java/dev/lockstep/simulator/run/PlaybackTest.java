package dev.lockstep.simulator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.simulator.input.RecordedTrace;
import dev.lockstep.simulator.input.RequestReader;
import dev.lockstep.simulator.input.TraceFormat;
import dev.lockstep.simulator.policy.Policies;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PlaybackTest {

  /** X3 learns what its engine took by polls alone; it once played whole traces without one. */
  @Test
  void pollsComeAfterSoManyRequests() throws Exception {
    StringBuilder text = new StringBuilder("id,size\n");
    for (int i = 0; i < 500; i++) {
      text.append(i % 40).append(i % 4 == 0 ? ",15\n" : ",1\n");
    }
    RecordedTrace trace = read(text.toString());
    assertThat(refused(trace, 100)).isGreaterThan(refused(trace, 1_000));
    assertThat(refused(trace, 10)).isGreaterThan(refused(trace, 100));
  }

  @Test
  void aReadIsTwoCallsAndARemovalIsOne() throws Exception {
    RecordedTrace trace = read("id,op\n1,get\n1,get\n1,remove\n2,remove\n");
    assertThat(run(trace, "unified-lru", 1_000).calls()).isEqualTo(6);
  }

  private static long refused(RecordedTrace trace, int pollEvery) {
    return run(trace, "x3-unmanaged", pollEvery).metrics().total().noSpace();
  }

  private static SimulationResult run(RecordedTrace trace, String policy, int pollEvery) {
    return Playback.run(
        trace, trace.layout(20, 0.5, false), Policies.byName(policy), pollEvery, done -> {});
  }

  private static RecordedTrace read(String text) throws Exception {
    try (RequestReader reader =
        TraceFormat.CSV.open(
            "t.csv", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
      return RecordedTrace.read("t", reader, Long.MAX_VALUE, done -> {});
    }
  }
}
