package dev.lockstep.traces.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadTraceTest {
  static final String GOOD =
      """
      {
        "format": "lockstep-trace/1",
        "level": "contract",
        "origin": "hand",
        "seed": 0,
        "expect": "conforms",
        "constants": {
          "tasks": 1,
          "blocks": [
            {"id": "n1", "kind": "native", "size": 1, "mode": "ON_HEAP", "owner": 0, "release": "returns"},
            {"id": "d1", "kind": "deserialized", "size": 2, "mode": "ON_HEAP", "owner": 0, "release": "returns"}
          ],
          "onHeap": {"max": 4, "region": 2},
          "offHeap": {"max": 0, "region": 0},
          "unrollThreshold": 1,
          "unrollModes": [],
          "executionModes": [],
          "demands": [],
          "locksMax": 1
        },
        "steps": [
          {"task": 1, "action": "PutNative", "block": "n1"},
          {"task": 1, "action": "Remove", "block": "n1", "observed": {"result": "REMOVED", "releases": ["n1"], "departures": ["n1"], "events": [["leaves", "n1"], ["released", "n1"]], "lru": [], "used": {"ON_HEAP": 0, "OFF_HEAP": 0}, "pool": {"ON_HEAP": 2, "OFF_HEAP": 0}}}
        ]
      }
      """;

  @TempDir Path folder;

  /** A text of the good trace, what takes its place, and the message after the file's name. */
  static Stream<Arguments> edits() {
    return Stream.of(
        arguments(
            "lockstep-trace/1",
            "lockstep-trace/2",
            ":2:13: format: unknown version, must be \"lockstep-trace/1\", was \"lockstep-trace/2\""),
        arguments("  \"seed\": 0,\n", "", ":1:1: seed: is missing"),
        arguments("\"seed\": 0", "\"seed\": 0.5", ":5:11: seed: must be a whole number, was 0.5"),
        arguments("\"seed\": 0", "\"seed\": null", ":5:11: seed: must be a whole number, was null"),
        arguments(
            "\"seed\": 0",
            "\"seed\": 9223372036854775808",
            ":5:11: seed: must be at most 9223372036854775807, was 9223372036854775808"),
        arguments(
            "\"seed\": 0",
            "\"seed\": 0, \"seed\": 0",
            ":5:14: seed: stands twice in the same object"),
        arguments(
            "\"seed\": 0",
            "\"sed\": 0",
            ":5:10: sed: unknown field, must be one of format, level, origin, seed, expect, constants,"
                + " steps"),
        arguments(
            "\"contract\"",
            "\"kernel\"",
            ":3:12: level: must be one of contract, lock, was \"kernel\""),
        arguments(
            "\"conforms\"",
            "\"breaks\"",
            ":6:13: expect: must be \"conforms\" or {\"breaks\", \"where\"}, was \"breaks\""),
        arguments(
            "\"conforms\"",
            "{\"breaks\": \"Q5\", \"where\": \"spec\"}",
            ":6:24: expect.breaks: must be a rule such as R5, was \"Q5\""),
        arguments(
            "\"conforms\"",
            "{\"breaks\": \"R99\", \"where\": \"spec\"}",
            ":6:24: expect.breaks: must be a rule such as R5, was \"R99\""),
        arguments(
            "\"tasks\": 1",
            "\"tasks\": 1000000000",
            ":8:14: constants.tasks: must be from 1 to 1000, was 1000000000"),
        arguments(
            "    \"unrollThreshold\": 1,\n", "", ":7:16: constants.unrollThreshold: is missing"),
        arguments(
            "\"tasks\": 1", "\"tasks\": 0", ":8:14: constants.tasks: must be at least 1, was 0"),
        arguments(
            "\"size\": 1",
            "\"size\": -5",
            ":10:46: constants.blocks[0].size: must be at least 0, was -5"),
        arguments(
            "\"size\": 1",
            "\"size\": \"1\"",
            ":10:46: constants.blocks[0].size: must be a whole number, was \"1\""),
        arguments("\"d1\"", "\"n1\"", ":11:14: constants.blocks[1].id: block n1 stands twice"),
        arguments(
            "\"size\": 2, \"mode\": \"ON_HEAP\"",
            "\"size\": 2, \"mode\": \"OFF_HEAP\"",
            ":11:63: constants.blocks[1].mode: a deserialized block must be ON_HEAP"),
        arguments(
            "\"region\": 2",
            "\"region\": 5",
            ":13:36: constants.onHeap.region: must be between 0 and max (4), was 5"),
        arguments(
            "\"region\": 2",
            "\"region\": 4",
            ":13:36: constants.onHeap.region: must be less than onHeap.max (4): Spark wants execution"
                + " memory"),
        arguments(
            "\"PutNative\"",
            "\"PutLocal\"",
            ":22:27: steps[0].action: unknown action, must be one of PutNative, PutSerialized,"
                + " PutDeserialized, Get, Pin, Unlock, Remove, AcquireExecution, ReleaseExecution,"
                + " AcquireUnroll, ReleaseUnroll, TaskEnd, Clear, was \"PutLocal\""),
        arguments(
            "\"PutNative\", \"block\": \"n1\"",
            "\"PutNative\", \"block\": \"n7\"",
            ":22:49: steps[0].block: block is not declared in constants.blocks, was \"n7\""),
        arguments(
            "{\"task\": 1, \"action\": \"PutNative\"",
            "{\"task\": 2, \"action\": \"PutNative\"",
            ":22:14: steps[0].task: must be at most 1, was 2"),
        arguments(
            "\"PutNative\", \"block\": \"n1\"",
            "\"PutNative\"",
            ":22:5: steps[0].block: is missing"),
        arguments(
            "\"PutNative\", \"block\"",
            "\"TaskEnd\", \"block\"",
            ":22:47: steps[0].block: unknown field, must be one of action, observed, task"),
        arguments(
            "[\"released\", \"n1\"]]",
            "[\"freed\", \"n1\"]]",
            ":23:158: steps[1].observed.events[1][0]: must be one of leaves, released, returned,"
                + " forgotten, was \"freed\""),
        arguments("\"releases\": [\"n1\"], ", "", ":23:64: steps[1].observed.releases: is missing"),
        arguments(
            "\"departures\": [\"n1\"]",
            "\"departures\": []",
            ":23:120: steps[1].observed.departures: must be those of events, [n1], was []"),
        arguments("]\n}\n", "]\n} {}\n", ":25:3: (whole file): text after the end of the value"),
        arguments("]\n}\n", "]\n} x\n", ":25:3: (whole file): text after the end of the value"),
        arguments("  ]\n}\n", "", ":24:1: steps[2]: not JSON: the text ends too early"));
  }

  @ParameterizedTest
  @MethodSource("edits")
  void isRefusedWithFileLineColumnAndField(String text, String instead, String message)
      throws IOException {
    assertThat(GOOD).contains(text);
    int at = GOOD.indexOf(text);
    Path file =
        write("x.json", GOOD.substring(0, at) + instead + GOOD.substring(at + text.length()));

    assertThatThrownBy(() -> TraceCodec.read(file))
        .isInstanceOf(TraceFormatException.class)
        .hasMessage(file + message);
  }

  @Test
  void theUneditedTraceIsGood() throws IOException, TraceFormatException {
    assertThat(TraceCodec.read(write("good.json", GOOD)).steps()).hasSize(2);
  }

  @Test
  void aStepBeyondTheBoundsHasNoObservationToBeFilledIn() throws IOException {
    String pin = "{\"task\": 1, \"action\": \"Pin\", \"block\": \"n1\"},\n";
    Path file =
        write(
            "x.json",
            GOOD.replace(
                "    {\"task\": 1, \"action\": \"R", pin + pin + "{\"task\": 1, \"action\": \"R"));

    assertThatThrownBy(() -> TraceCodec.read(file))
        .hasMessage(
            file + ":24:1: steps[2]: Pin[t=1, b=n1] lies beyond the bounds of the constants");
  }

  @Test
  void textThatIsNotJsonIsRefused() throws IOException {
    Path file = write("x.json", "hello\n");

    assertThatThrownBy(() -> TraceCodec.read(file))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageStartingWith(file + ":1:")
        .hasMessageContaining(": (whole file): not JSON: Unrecognized token 'hello'")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    Path file = write("x.json", "");

    assertThatThrownBy(() -> TraceCodec.read(file))
        .hasMessage(file + ":1:1: (whole file): not JSON: the text ends too early");
  }

  @Test
  void aMissingFileAndAFolderAreRefused() {
    Path file = folder.resolve("none.json");

    assertThatThrownBy(() -> TraceCodec.read(file)).hasMessage(file + ": no such file");
    assertThatThrownBy(() -> TraceCodec.read(folder)).hasMessage(folder + ": is a folder");
  }

  @Test
  void textThatIsNotUtf8IsRefused() throws IOException {
    Path file = Files.write(folder.resolve("x.json"), new byte[] {'{', (byte) 0xff, '}'});

    assertThatThrownBy(() -> TraceCodec.read(file))
        .hasMessage(file + ": (whole file): not UTF-8 text");
  }

  @Test
  void aTruncatedGzipSaysHowFarItWent() throws IOException {
    byte[] packed = packed(GOOD);
    int cut = packed.length - 60;
    Path file = Files.write(folder.resolve("x.json.gz"), Arrays.copyOf(packed, cut));

    assertThatThrownBy(() -> TraceCodec.read(file))
        .isInstanceOf(TraceFormatException.class)
        .message()
        .matches(
            java.util.regex.Pattern.quote(file.toString())
                + ":\\d+:\\d+: [a-zA-Z0-9.()\\[\\] ]+: truncated gzip after "
                + cut
                + " bytes");
  }

  @Test
  void aGzipThatLacksOnlyItsChecksumIsTruncatedToo() throws IOException, TraceFormatException {
    String lines = Files.readString(asLines());
    byte[] packed = packed(lines);
    Path file = Files.write(folder.resolve("x.jsonl.gz"), Arrays.copyOf(packed, packed.length - 4));

    assertThatThrownBy(() -> TraceCodec.read(file))
        .hasMessage(
            file + ":4:1: steps[2]: truncated gzip after " + (packed.length - 4) + " bytes");
  }

  @Test
  void aGzipOfNothingAndAFalseGzipAreRefused() throws IOException {
    Path empty = Files.write(folder.resolve("e.json.gz"), new byte[0]);
    Path other = write("o.json.gz", GOOD);

    assertThatThrownBy(() -> TraceCodec.read(empty))
        .hasMessage(empty + ":1:1: (whole file): truncated gzip after 0 bytes");
    assertThatThrownBy(() -> TraceCodec.read(other))
        .hasMessage(other + ": not a sound gzip file: Not in GZIP format");
  }

  @Test
  void aBadLineOfAJsonLinesFileHasItsLineAndStep() throws IOException, TraceFormatException {
    List<String> lines = Files.readAllLines(asLines());
    Path file = write("y.jsonl", lines.get(0) + "\n" + lines.get(1) + "\n{\"task\": 1,\n");

    assertThatThrownBy(() -> TraceCodec.read(file))
        .hasMessageStartingWith(file + ":3:")
        .hasMessageContaining("steps[1]")
        .hasMessageEndingWith("not JSON: the text ends too early");
  }

  private Path asLines() throws IOException, TraceFormatException {
    Path lines = folder.resolve("lines.jsonl");
    TraceCodec.write(TraceCodec.read(write("good.json", GOOD)), lines);
    return lines;
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static byte[] packed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
