package dev.lockstep.traces.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.traces.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A field that came later: files without it mean what they always did, and keep their bytes. */
class DeferredReleaseFieldTest {
  private static final String LAST = "\"locksMax\": 1";

  @TempDir Path folder;

  @Test
  void absentMeansFalseAndFalseIsNotWritten() throws IOException, TraceFormatException {
    Trace absent = read(BadTraceTest.GOOD);
    Trace written = read(with("false"));

    assertThat(absent.constants().deferredRelease()).isFalse();
    assertThat(written).isEqualTo(absent);
    assertThat(TraceCodec.text(absent)).doesNotContain("deferredRelease");
  }

  @Test
  void trueIsWrittenAndReadAgain() throws IOException, TraceFormatException {
    Trace trace = read(with("true"));

    assertThat(trace.constants().deferredRelease()).isTrue();
    assertThat(TraceCodec.text(trace)).contains(LAST + ",\n    \"deferredRelease\": true\n");
    assertThat(read(TraceCodec.text(trace))).isEqualTo(trace);
  }

  @Test
  void anythingElseIsRefusedWithItsPlace() {
    assertThatThrownBy(() -> read(with("\"yes\"")))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining("constants.deferredRelease: must be true or false, was \"yes\"");
  }

  private static String with(String value) {
    assertThat(BadTraceTest.GOOD).contains(LAST);
    return BadTraceTest.GOOD.replace(LAST, LAST + ", \"deferredRelease\": " + value);
  }

  private Trace read(String text) throws IOException, TraceFormatException {
    return TraceCodec.read(Files.writeString(folder.resolve("t.json"), text));
  }
}
