package dev.lockstep.cli.run;

import dev.lockstep.traces.StoredTrace;
import dev.lockstep.traces.corpus.Corpus;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Traces that a user has named: files, and folders of them. */
public final class TraceFiles {
  private TraceFiles() {}

  /**
   * Reads all of them before the first is run: bad input is found before anything is done.
   *
   * @throws CommandFailure if there is none in a folder, or one is no trace
   */
  public static Map<Path, StoredTrace> read(List<Path> paths) throws IOException {
    Map<Path, StoredTrace> traces = new LinkedHashMap<>();
    for (Path path : paths) {
      List<Path> files = Files.isDirectory(path) ? Corpus.tracesIn(path) : List.of(path);
      if (files.isEmpty()) {
        throw CommandFailure.usage("no traces in " + path);
      }
      for (Path file : files) {
        try {
          traces.put(file, Corpus.readAny(file));
        } catch (TraceFormatException e) {
          throw CommandFailure.usage(e.getMessage());
        }
      }
    }
    return traces;
  }
}
