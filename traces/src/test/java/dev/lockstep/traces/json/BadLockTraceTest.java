package dev.lockstep.traces.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.networknt.schema.InputFormat;
import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.LockTraces;
import dev.lockstep.traces.TestConstants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A trace of the lock level that the reader refuses, with file, line, column and field. */
class BadLockTraceTest {
  @TempDir Path folder;

  /** A text of the good trace, what takes its place, and how the message goes on after the file. */
  static Stream<Arguments> edits() {
    return Stream.of(
        arguments("\"level\": \"lock\"", "\"level\": \"kernel\"", ":3:12: level: must be one of"),
        arguments(
            "\"seed\": 0",
            "\"seed\": 0, \"sed\": 1",
            ":5:21: sed: unknown field, must be one of format, level, origin, seed, expect, loop"),
        arguments(
            "\"where\": \"model\"",
            "\"where\": \"model\", \"how\": 1",
            ":6:66: expect.how: unknown field"),
        arguments(
            "\"NoDeadlockInv\"",
            "\"NoDeadlockIn\"",
            ":6:24: expect.breaks: must be a rule such as R5, or a property"),
        arguments("    \"region\": 1,\n", "", ":7:16: constants.region: is missing"),
        arguments("    \"inner\": \"\",\n", "", ":7:16: constants.inner: is missing"),
        arguments(
            "\"region\": 1",
            "\"region\": 7",
            ":14:15: constants.region: must be at least 0 and less than StorageMax (2), was 7"),
        arguments(
            "\"storageMax\": 2",
            "\"storageMax\": 61",
            ":13:19: constants.storageMax: must be at most 60"),
        arguments(
            "\"stoppers\": []",
            "\"stoppers\": [3]",
            ":21:17: constants.stoppers: has task 3, there are 1..2"),
        arguments(
            "\"stoppers\": []",
            "\"stoppers\": [2, 2]",
            ":21:21: constants.stoppers[1]: stands twice"),
        arguments(
            "\"without\": []",
            "\"without\": [\"Wakeup\"]",
            ":33:17: constants.without[0]: must be one of TryLock, UnlockAfterFailure"),
        arguments(
            "\"action\": \"PutAcquires\"",
            "\"action\": \"PutMagic\"",
            ":38:29: steps[2].action: unknown action, must be one of TakeEngineLock"),
        arguments(
            "{\"thread\": 1, \"action\": \"PutAcquires\"",
            "{\"thread\": 9, \"action\": \"PutAcquires\"",
            ":38:16: steps[2].thread: must be at most 3, was 9"),
        arguments(
            "{\"thread\": 1, \"action\": \"PutAcquires\"",
            "{\"thread\": 2, \"action\": \"PutAcquires\"",
            ":38:5: steps[2]: PutAcquires by thread 2 is not enabled: thread 2 is in engine, at held,"
                + " the monitor is free"),
        arguments(
            "\"action\": \"PutAcquires\"",
            "\"action\": \"PutAcquires\", \"block\": \"n1\"",
            ":38:53: steps[2].block: unknown field, must be one of thread, action, observed"),
        arguments(
            "\"action\": \"BeginPut\", \"block\": \"n1\"",
            "\"action\": \"BeginPut\", \"block\": \"n7\"",
            ":37:50: steps[1].block: block is not declared in constants, was \"n7\""),
        arguments(
            "\"action\": \"BeginPut\", \"block\": \"n1\"",
            "\"action\": \"BeginPut\"",
            ":37:5: steps[1].block: is missing"),
        arguments(
            "\"info\": {\"n1\": 1}",
            "\"info\": {\"n1\": 4}",
            ":37:95: steps[1].observed.info.n1: must be at most 3, was 4"),
        arguments(
            "\"info\": {\"n1\": 1}",
            "\"infos\": {\"n1\": 1}",
            ":37:89: steps[1].observed.infos: unknown field, must be one of lru, info"),
        arguments(
            "\"observed\": {\"lru\": []",
            "\"observed\": {\"lru\": [\"n9\"]",
            ":36:68: steps[0].observed.lru[0]: block is not declared in constants, was \"n9\""));
  }

  @ParameterizedTest
  @MethodSource("edits")
  void isRefusedWithFileLineColumnAndField(String text, String instead, String message)
      throws IOException {
    Path file = edited(text, instead);
    assertThatThrownBy(() -> TraceCodec.readAny(file))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageStartingWith(file + message)
        .message()
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks", "native", "owned", "engineLockers", "releasePuts", "without"})
  void everyConstantIsNeeded(String constant) throws IOException {
    String line = good().lines().filter(l -> l.contains("\"" + constant + "\":")).toList().get(0);
    String before = constant.equals("without") ? "true,\n" : line + "\n";
    String text = good().replace("false,\n" + line, "false").replace(before, "");
    Path file = Files.writeString(folder.resolve("bad.json"), text);
    assertThatThrownBy(() -> TraceCodec.readAny(file))
        .hasMessage(file + ":7:16: constants." + constant + ": is missing");
  }

  @Test
  void theUneditedTraceIsGood() throws IOException, TraceFormatException {
    Path file = Files.writeString(folder.resolve("good.json"), good());
    assertThat(TraceCodec.readAny(file)).isInstanceOf(LockTrace.class);
    assertThatThrownBy(() -> TraceCodec.read(file))
        .hasMessageContaining("a trace of the lock level, where one of the contract level");
  }

  @Test
  void observationsThatAreLeftOutAreTheModels() throws IOException, TraceFormatException {
    String without = good().replaceAll(", \"observed\": \\{.*}}(,?)\\n", "}$1\n");
    assertThat(without).doesNotContain("observed");
    Path file = Files.writeString(folder.resolve("short.json"), without);
    assertThat(TraceCodec.text(TraceCodec.readAny(file))).isEqualTo(good());
    assertThat(TraceSchemaTest.problems(without)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"seed\": 0 | \"seed\": 0, \"more\": 1",
        "\"seed\": 0 | \"seed\": 0, \"loop\": -1",
        "\"level\": \"lock\" | \"level\": \"contract\"",
        "\"NoDeadlockInv\" | \"no deadlock\"",
        "\"region\": 1, | ``",
        "\"storageMax\": 2 | \"storageMax\": 0",
        "\"without\": [] | \"without\": [\"Wakeup\"]",
        "\"stoppers\": [] | \"stoppers\": [2, 2]",
        "\"deferredRelease\": false | \"deferredRelease\": 0",
        "\"PutAcquires\" | \"PutMagic\"",
        "\"PutAcquires\" | \"PutAcquires\", \"block\": \"n1\"",
        "\"BeginPut\", \"block\": \"n1\" | \"BeginPut\"",
        "{\"thread\": 1, | {\"task\": 1,",
        "\"info\": {\"n1\": 1} | \"info\": {\"n1\": -1}",
        "\"info\": {\"n1\": 1} | \"infos\": {\"n1\": 1}",
        "\"used\": 0, | ``"
      })
  void schemaAndCodecAgreeOnABadFile(String text, String instead) throws IOException {
    Path file = edited(text, instead);
    assertThat(TraceSchemaTest.SCHEMA.validate(Files.readString(file), InputFormat.JSON))
        .isNotEmpty();
    assertThatThrownBy(() -> TraceCodec.readAny(file)).isInstanceOf(TraceFormatException.class);
  }

  @Test
  void schemaAcceptsWhatIsWritten() {
    for (String config : new String[] {"Two", "StopDeferred", "Execution", "ReleasePuts"}) {
      String text = TraceCodec.text(LockTraces.walk(config, 1, 60));
      assertThat(TraceSchemaTest.problems(text)).as(config).isEmpty();
    }
  }

  private Path edited(String text, String instead) throws IOException {
    String good = good();
    assertThat(good).contains(text);
    int at = good.indexOf(text);
    return Files.writeString(
        folder.resolve("x.json"),
        good.substring(0, at) + instead + good.substring(at + text.length()));
  }

  private static String good() throws IOException {
    return Files.readString(TestConstants.TRACES.resolve("tlc/MCMemoryStoreHole1EngineLock.json"));
  }
}
