package dev.lockstep.simulator.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.simulator.store.StoreLayout;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedTraceTest {
  @TempDir private Path folder;

  @Test
  void aHeaderSaysWhereTheColumnsAre() throws Exception {
    RecordedTrace trace =
        read(
            "a.csv",
            """
            version, op ,time,size,id
            1,get,10,3,77
            1,put,11,4,name
            1,delete,12,3,77
            1,,13,9,77\r
            """);
    assertThat(requests(trace)).containsExactly(0, 1, -1, 0);
    assertThat(trace.blocks()).isEqualTo(2);
    assertThat(trace.size(0)).isEqualTo(3);
    assertThat(trace.size(1)).isEqualTo(4);
    assertThat(trace.units()).isEqualTo(7);
  }

  @Test
  void withoutAHeaderTheColumnsAreTimeIdSizeAndOp() throws Exception {
    assertThat(requests(read("a.csv", "1,5,2\n2,6,2,r\n\n3,5,2,w"))).containsExactly(0, 1, 0);
  }

  /** Bytes above 127 were once taken for the end of the file. */
  @Test
  void textBeyondAsciiIsReadToItsEnd() throws Exception {
    assertThat(requests(read("a.csv", "id,size\n7,1\nä,1\nö,1\nä,1\n8,1\n")))
        .containsExactly(0, 1, 2, 1, 3);
    assertThat(requests(read("a.csv", "id,größe\n7,groß\n8,klein\n7,\u00ff\n")))
        .containsExactly(0, 1, 0);
    assertThatThrownBy(() -> read("a.csv", "id,size\n7,1\n8,ä\n"))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining("a.csv:3:3: size: ");
    assertThatThrownBy(() -> read("b.trace", "7\nä\n"))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining("b.trace:2:1: block: ");
  }

  @Test
  void aByteOrderMarkIsPassedOver() throws Exception {
    assertThat(requests(read("a.csv", "\ufeffid,size\n7,1\n8,1\n7,1\n"))).containsExactly(0, 1, 0);
    assertThat(requests(read("a.csv", "\ufeff1,7,1\n2,8,1\n"))).containsExactly(0, 1);
    assertThat(requests(read("b.trace", "\ufeff7\n8\n"))).containsExactly(0, 1);
    assertThatThrownBy(() -> read("a.csv", "\ufeffid,id\n"))
        .hasMessageEndingWith("a.csv:1:4: id: stands twice in the header");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "time,size\\n1,2 | a.csv:1:6: id: is not among the columns [time, size]",
        "id,id\\n1,2 | a.csv:1:4: id: stands twice in the header",
        "id,size\\n1,2\\n7,-5 | a.csv:3:3: size: must be a whole number of at least 0, was \"-5\"",
        "id,size\\n1,2\\n7,99999999999 | a.csv:3:3: size: must be at most 2147483647",
        "id,size\\n1,2x | a.csv:2:3: size: must be a whole number, goes on with \"x\"",
        "id,size\\n,2 | a.csv:2:1: id: is missing",
        "1,5,2,jump | a.csv:1:7: op: must be get, put, remove or one of their like, was jump",
        "1,5,2,get,9 | a.csv:1:7: (line): has more than 4 fields",
        "1 | a.csv:1:1: id: is missing",
      })
  void aWrongFileIsRefusedWithItsPlace(String text, String message) {
    assertThatThrownBy(() -> read("a.csv", text.replace("\\n", "\n")))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageEndingWith(message);
  }

  @Test
  void lirsIsANumberALineWithStarsBetween() throws Exception {
    assertThat(requests(read("b.trace", "7\n8\n*\n7\n"))).containsExactly(0, 1, 0);
    assertThatThrownBy(() -> read("b.trace", "7\nx\n"))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageEndingWith(
            "b.trace:2:1: block: must be a whole number of at least 0, was \"x\"");
  }

  /** A comma ends a number, so that "7,8" once passed for 7. */
  @ParameterizedTest
  @ValueSource(strings = {"7\n8,9\n", "7\n8, x\n7\n"})
  void aLineOfLirsHoldsNothingButItsNumber(String text) {
    assertThatThrownBy(() -> read("b.trace", text))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageEndingWith("b.trace:2:1: block: must stand alone on its line");
    assertThatThrownBy(() -> read("b.trace", "7 8\n"))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining("b.trace:1:1: block: ");
  }

  @Test
  void oracleGeneralIsRecordsOf24Bytes() throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(72).order(ByteOrder.LITTLE_ENDIAN);
    for (long id : new long[] {1L << 40, 3, 1L << 40}) {
      bytes.putInt(1).putLong(id).putInt(4096).putLong(-1);
    }
    Path file = folder.resolve("c.oracleGeneral.bin");
    RecordedTrace trace = read(Files.write(file, bytes.array()));
    assertThat(requests(trace)).containsExactly(0, 1, 0);
    assertThat(trace.size(0)).isEqualTo(4096);
    Files.write(file, Arrays.copyOf(bytes.array(), 60));
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageEndingWith(":3:1: (record): is cut off after 12 of 24 bytes");
  }

  @Test
  void aTraceOfOurOwnKeepsSizesAndKinds() throws Exception {
    RecordedTrace trace = read(Path.of("../traces/hand/r01-put--stored-duplicate-no-space.json"));
    assertThat(trace.count()).isPositive();
    StoreLayout layout = trace.layout(10, 0.5, false);
    assertThat(layout.blocks()).isEqualTo(trace.blocks());
    assertThat(layout.isNative(0)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "xz", "zstd"})
  void packedFilesAreUnpackedAndOnesCutOffAreRefused(String packing) throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append(i * 7919L % 10_007).append('\n');
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        new CompressorStreamFactory().createCompressorOutputStream(packing, bytes)) {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
    Path file = folder.resolve("d.trace." + packing);
    assertThat(read(Files.write(file, bytes.toByteArray())).count()).isEqualTo(20_000);
    Files.write(file, Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageEndingWith("d.trace." + packing + ": is cut off or damaged");
    // The first bytes tell the packing; nothing behind them is right.
    byte[] garbage = Arrays.copyOf(bytes.toByteArray(), 400);
    Arrays.fill(garbage, 2, garbage.length, (byte) 0xA5);
    Files.write(file, garbage);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageEndingWith("d.trace." + packing + ": is cut off or damaged");
  }

  /** That is not the file's fault. */
  @Test
  void aDiskThatFailsIsNoDamagedFile() {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("disk on fire");
          }
        };
    InputStream in =
        new SequenceInputStream(
            new ByteArrayInputStream(new byte[] {0x1F, (byte) 0x8B, 8, 0}), failing);
    assertThatThrownBy(() -> TraceFormat.CSV.open("x.csv.gz", in))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("x.csv.gz: can't be read to its end: ");
  }

  @Test
  void aPipeIsReadLikeAFile() throws Exception {
    Path pipe = folder.resolve("pipe.csv");
    Assumptions.assumeTrue(
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "no mkfifo here");
    CompletableFuture<Void> written =
        CompletableFuture.runAsync(
            () -> {
              try {
                Files.write(pipe, "id\n7\n8\n7\n".getBytes(StandardCharsets.UTF_8));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    assertThat(requests(read(pipe))).containsExactly(0, 1, 0);
    written.get(10, TimeUnit.SECONDS);
  }

  @Test
  void aFormatThatNobodyCanTellIsToBeSaid() {
    assertThatThrownBy(() -> TraceFormat.guess(Path.of("x.bin")))
        .isInstanceOf(InvalidConstantException.class);
    assertThatThrownBy(() -> TraceFormat.of("magic"))
        .isInstanceOf(InvalidConstantException.class)
        .hasMessage("must be one of csv, oracle-general, lirs, lockstep, was magic");
  }

  private RecordedTrace read(String name, String text) throws Exception {
    return read(Files.writeString(folder.resolve(name), text));
  }

  private static RecordedTrace read(Path file) throws Exception {
    try (RequestReader reader = TraceFormat.guess(file).open(file)) {
      return RecordedTrace.read("test", reader, Long.MAX_VALUE, done -> {});
    }
  }

  private static List<Integer> requests(RecordedTrace trace) {
    List<Integer> requests = new ArrayList<>();
    for (long i = 0; i < trace.count(); i++) {
      requests.add(trace.request(i));
    }
    return requests;
  }
}
