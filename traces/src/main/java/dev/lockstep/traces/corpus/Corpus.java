package dev.lockstep.traces.corpus;

import dev.lockstep.traces.StoredTrace;
import dev.lockstep.traces.Trace;
import dev.lockstep.traces.json.TraceCodec;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The traces of a folder, which has a folder for each {@link Trace.Origin}.
 *
 * @param folder such as {@code traces}
 */
public record Corpus(Path folder) {
  private static final List<String> ENDINGS = List.of(".json", ".jsonl", ".json.gz", ".jsonl.gz");

  /** All its trace files, sorted by name. */
  public List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Trace.Origin origin : Trace.Origin.values()) {
      files.addAll(files(origin));
    }
    files.sort(Comparator.comparing(Path::toString));
    return files;
  }

  /** The trace files of one origin, sorted by name. */
  public List<Path> files(Trace.Origin origin) throws IOException {
    return tracesIn(folder(origin));
  }

  /** The folder of an origin. */
  public Path folder(Trace.Origin origin) {
    return folder.resolve(origin.name().toLowerCase(Locale.ROOT));
  }

  /**
   * All trace files in a folder and below, by their endings, sorted; none if there is no folder.
   */
  public static List<Path> tracesIn(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> isTrace(file.toString()))
          .filter(file -> !isOfTheModule(folder.relativize(file)))
          .sorted(Comparator.comparing(Path::toString))
          .toList();
    }
  }

  /** The corpus shares its folder with the module that reads it, whose schema is JSON too. */
  private static boolean isOfTheModule(Path file) {
    return file.startsWith("src") || file.startsWith("target");
  }

  private static boolean isTrace(String name) {
    return ENDINGS.stream().anyMatch(name::endsWith);
  }

  /** Reads one of its files that is of the contract level. */
  public static Trace read(Path file) throws TraceFormatException {
    return TraceCodec.read(file);
  }

  /** Reads one of its files, of either level. */
  public static StoredTrace readAny(Path file) throws TraceFormatException {
    return TraceCodec.readAny(file);
  }
}
