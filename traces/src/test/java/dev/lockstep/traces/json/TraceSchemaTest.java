package dev.lockstep.traces.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.lockstep.traces.TestConstants;
import dev.lockstep.traces.corpus.Corpus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceSchemaTest {
  static final JsonSchema SCHEMA = schema();

  @TempDir Path folder;

  @Test
  void everyTraceOfTheCorpusIsValid() throws IOException {
    for (Path file : new Corpus(TestConstants.TRACES).files()) {
      if (file.toString().endsWith(".json")) {
        assertThat(problems(Files.readString(file))).as(file.toString()).isEmpty();
      }
    }
  }

  @Test
  void aStepWithoutObservationIsValid() {
    assertThat(problems(BadTraceTest.GOOD)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "lockstep-trace/1 | lockstep-trace/2",
        "\"seed\": 0 | \"seed\": 0.5",
        "\"seed\": 0 | \"seed\": \"0\"",
        "\"seed\": 0 | \"seed\": 0, \"more\": 1",
        "\"level\": \"contract\", | ``",
        "\"contract\" | \"kernel\"",
        "\"hand\" | \"HAND\"",
        "\"conforms\" | \"breaks\"",
        "\"conforms\" | {\"breaks\": \"Q5\", \"where\": \"spec\"}",
        "\"conforms\" | {\"breaks\": \"R5\"}",
        "\"unrollThreshold\": 1, | ``",
        "\"unrollThreshold\": 1 | \"unrollThreshold\": 0",
        "\"tasks\": 1 | \"tasks\": 0",
        "\"size\": 1 | \"size\": -5",
        "\"size\": 1 | \"size\": 4294967296",
        "\"native\" | \"NATIVE\"",
        "\"size\": 2, \"mode\": \"ON_HEAP\" | \"size\": 2, \"mode\": \"OFF_HEAP\"",
        "\"owner\": 0, \"release\": \"returns\"} | \"owner\": 0}",
        "\"unrollModes\": [] | \"unrollModes\": [\"ON_HEAP\", \"ON_HEAP\"]",
        "\"demands\": [] | \"demands\": [0]",
        "\"locksMax\": 1 | \"locksMax\": 1, \"deferredRelease\": \"yes\"",
        "\"PutNative\" | \"PutLocal\"",
        "\"PutNative\", \"block\" | \"TaskEnd\", \"block\"",
        "\"PutNative\", \"block\": \"n1\" | \"PutNative\"",
        "\"PutNative\", \"block\": \"n1\" | \"AcquireExecution\", \"mode\": \"ON_HEAP\", \"amount\": 0",
        "{\"task\": 1, \"action\": \"PutNative\" | {\"task\": 0, \"action\": \"PutNative\"",
        "\"REMOVED\" | \"removed\"",
        "[\"released\", \"n1\"] | [\"released\"]",
        "[\"released\", \"n1\"] | [\"freed\", \"n1\"]",
        "\"lru\": [], | ``",
        "\"used\": {\"ON_HEAP\": 0, | \"used\": {",
        "\"lru\": [] | \"lru\": [], \"locks\": {\"n1\": {\"1\": 0}}",
        "\"lru\": [] | \"lru\": [], \"unroll\": {\"ON_HEAP\": {\"one\": 1}}",
      })
  void schemaAndCodecAgreeOnABadFile(String text, String instead) throws IOException {
    assertThat(BadTraceTest.GOOD).contains(text);
    int at = BadTraceTest.GOOD.indexOf(text);
    String bad =
        BadTraceTest.GOOD.substring(0, at)
            + instead
            + BadTraceTest.GOOD.substring(at + text.length());
    Path file = Files.writeString(folder.resolve("bad.json"), bad);

    assertThat(problems(bad)).isNotEmpty();
    assertThatThrownBy(() -> TraceCodec.read(file)).isInstanceOf(TraceFormatException.class);
  }

  static Set<?> problems(String json) {
    return SCHEMA.validate(json, InputFormat.JSON);
  }

  private static JsonSchema schema() {
    try (InputStream in =
        TraceSchemaTest.class.getResourceAsStream("/lockstep-trace-1.schema.json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
