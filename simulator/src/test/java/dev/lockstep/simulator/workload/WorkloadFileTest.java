package dev.lockstep.simulator.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of workloads: what is shipped fits the schema, what is wrong is refused by both. */
class WorkloadFileTest {
  private static final JsonSchema SCHEMA = schema();

  @TempDir private static Path folder;

  @ParameterizedTest
  @MethodSource("dev.lockstep.simulator.workload.Workloads#names")
  void everyShippedWorkloadFitsTheSchema(String name) {
    assertThat(SCHEMA.validate(Workloads.text(name), InputFormat.JSON)).isEmpty();
  }

  /** Each edit makes the mixed workload wrong; the message names the field that is. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"lockstep-workload/1\" | \"lockstep-workload/2\" | format: must be lockstep-workload/1",
        "\"name\": \"mixed\" | \"name\": 7 | name: must be a string, was 7",
        "\"weight\": 4 | \"weight\": -4 | requests.parts[0].weight: must be between",
        "\"weight\": 4 | \"weight\": 0 | requests.parts[0].weight: must be above 0, was 0",
        "\"kind\": \"scan\" | \"kind\": \"scam\" | requests.parts[1].of.kind: must be one of bursts",
        "\"every\": 4 | \"every\": 0 | requests.parts[2].of.every: must be at least 1, was 0",
        "\"tables\": 2 | \"tables\": 2.5 | requests.parts[2].of.of.tables: must be a whole number",
        "\"removeShare\" | \"removeShears\" | removeShears: unknown field",
        "\"blocks\": 80 | \"blocks\": \"80\" | blocks: must be a whole number, was \"80\"",
      })
  void aWrongFileIsRefusedWithItsPlaceAndByTheSchema(String from, String to, String message) {
    String text = Workloads.text("mixed");
    String wrong = text.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to));
    assertThat(wrong).isNotEqualTo(text);
    assertThatThrownBy(() -> read(wrong))
        .isInstanceOf(TraceFormatException.class)
        .message()
        .matches("(?s).*broken\\.json:\\d+:\\d+: .*")
        .contains(": " + message);
    assertThat(SCHEMA.validate(wrong, InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void aMissingFieldIsNamed() {
    String text = Workloads.text("bursts").replaceFirst("(?s),\\s*\"of\": \\{.*?\\}", "");
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining("requests.of: is missing");
    assertThat(SCHEMA.validate(text, InputFormat.JSON)).isNotEmpty();
  }

  /** A part's own size once went unchecked, and came out negative. */
  @Test
  void aSizeBeyondTheRangeOfIntIsRefusedWhereItStands() {
    String text =
        "{\"format\": \"lockstep-workload/1\", \"name\": \"x\", \"tasks\": 16,\n"
            + " \"executionShare\": 0.1, \"sizeMax\": %s, \"requests\":\n"
            + " {\"kind\": \"bursts\", \"of\": {\"kind\": \"zipf\", \"sizeMax\": %s}}}";
    assertThatThrownBy(() -> read(String.format(text, 4, 1_000_000)))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageEndingWith("broken.json:3:55: requests.of.sizeMax: is too large for 16 tasks");
    // Nobody's blocks have the size at the top.
    assertThat(parsed(String.format(text, 1_000_000, 4)).unitsPerPart()).isEqualTo(720_720);
  }

  @Test
  void aTextThatIsNoJsonIsRefused() {
    assertThatThrownBy(() -> read("{ \"format\": lockstep }"))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining("broken.json:1:")
        .hasMessageContaining("not JSON");
  }

  /** Its field once had a thousand characters. */
  @Test
  void aFileThatIsNestedTooDeepIsRefusedInAShortLine() {
    assertThatThrownBy(() -> read("{\"requests\":".repeat(1_100)))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining("nesting depth")
        .message()
        .hasSizeLessThan(400);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> Workloads.read(Path.of("nowhere.json"), Map.of()))
        .isInstanceOf(TraceFormatException.class)
        .hasMessage("nowhere.json: no such file");
  }

  private static WorkloadSpec read(String text) throws IOException, TraceFormatException {
    Path file = Files.writeString(folder.resolve("broken.json"), text);
    return Workloads.read(file, Map.of());
  }

  static WorkloadSpec parsed(String text) {
    try {
      Path file = Files.createTempFile("workload", ".json");
      try {
        return Workloads.read(Files.writeString(file, text), Map.of());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (TraceFormatException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonSchema schema() {
    try (InputStream in =
        WorkloadFileTest.class.getResourceAsStream("/lockstep-workload-1.schema.json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
