package dev.lockstep.simulator.input;

import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** The formats. Any of them may be packed by gzip, xz or zstd, which its first bytes tell. */
public enum TraceFormat {
  /** {@link CsvTrace}. */
  CSV,
  /** {@link OracleGeneralTrace}. */
  ORACLE_GENERAL,
  /** {@link LirsTrace}. */
  LIRS,
  /** {@link LockstepTrace}. */
  LOCKSTEP;

  private static final int MARK_BYTES = 64;

  /** The word on a command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The format of a word.
   *
   * @throws InvalidConstantException if there is none
   */
  public static TraceFormat of(String word) {
    return Arrays.stream(values())
        .filter(format -> format.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidConstantException(
                    "format",
                    "must be one of "
                        + String.join(", ", Arrays.stream(values()).map(TraceFormat::word).toList())
                        + ", was "
                        + word));
  }

  /**
   * The format that a file's name speaks of, with or without the ending of a packed file.
   *
   * @throws InvalidConstantException if it speaks of none
   */
  public static TraceFormat guess(Path file) {
    String name =
        String.valueOf(file.getFileName())
            .toLowerCase(Locale.ROOT)
            .replaceFirst("\\.(gz|xz|zst|zstd)$", "");
    if (name.endsWith(".csv")) {
      return CSV;
    } else if (name.contains("oraclegeneral")) {
      return ORACLE_GENERAL;
    } else if (name.endsWith(".json") || name.endsWith(".jsonl")) {
      return LOCKSTEP;
    } else if (name.endsWith(".trace") || name.endsWith(".lirs")) {
      return LIRS;
    }
    throw new InvalidConstantException(
        "format", "can't be told from the name of " + file + ": say it");
  }

  /**
   * Opens a file.
   *
   * @throws TraceFormatException if there is no such file, or its beginning is wrong
   */
  public RequestReader open(Path file) throws IOException, TraceFormatException {
    if (this == LOCKSTEP) {
      return new LockstepTrace(file);
    }
    // A pipe is as good as a file.
    if (!Files.exists(file) || Files.isDirectory(file)) {
      throw new TraceFormatException(
          file + ": " + (Files.isDirectory(file) ? "is a folder" : "no such file"));
    }
    // Unlike a channel's stream this one doesn't want to know where in a pipe it stands.
    return open(file.toString(), new FileInputStream(file.toFile()));
  }

  /** The same of a stream, which is closed with the reader. */
  public RequestReader open(String name, InputStream in) throws IOException, TraceFormatException {
    try {
      InputStream plain = unpacked(name, in);
      return switch (this) {
        case CSV -> new CsvTrace(name, plain);
        case ORACLE_GENERAL -> new OracleGeneralTrace(name, plain);
        case LIRS -> new LirsTrace(name, plain);
        case LOCKSTEP -> throw new IllegalArgumentException("a trace of our own is a file");
      };
    } catch (DamagedFileException e) {
      throw new TraceFormatException(String.valueOf(e.getMessage()));
    }
  }

  private static InputStream unpacked(String name, InputStream in) throws IOException {
    InputStream marked = new BufferedInputStream(in, 1 << 16);
    marked.mark(MARK_BYTES);
    int first = marked.read();
    int second = marked.read();
    marked.reset();
    // What these begin with is no beginning of any of our texts; a binary trace may begin so too.
    boolean packed =
        (first == 0x1F && second == 0x8B)
            || (first == 0xFD && second == '7')
            || (first == 0x28 && second == 0xB5);
    return new UnpackedStream(name, marked, packed);
  }
}
