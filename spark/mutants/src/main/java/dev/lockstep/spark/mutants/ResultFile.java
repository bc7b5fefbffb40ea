package dev.lockstep.spark.mutants;

import dev.lockstep.io.WholeFile;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Results, a line each, added as they come: a run that is killed goes on where it was. A line that
 * was cut off is dropped when the file is opened again.
 */
public final class ResultFile implements AutoCloseable {
  private final Path file;
  private final Map<String, Result> results = new LinkedHashMap<>();
  private final OutputStream out;

  private ResultFile(Path file) throws IOException {
    this.file = file;
    if (Files.isRegularFile(file)) {
      for (String line : Files.readAllLines(file)) {
        try {
          Result result = Result.parse(line);
          results.put(result.key(), result);
        } catch (TraceFormatException | IllegalArgumentException e) {
          // Cut off, or of an older format: the mutant is run again.
        }
      }
    }
    rewrite();
    this.out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Opens or makes it. */
  public static ResultFile open(Path file) throws IOException {
    return new ResultFile(file);
  }

  private void rewrite() throws IOException {
    StringBuilder text = new StringBuilder();
    results.values().forEach(result -> text.append(result.json()).append('\n'));
    WholeFile.write(file, text.toString());
  }

  /** The result of a mutant, if it still holds. */
  public synchronized Optional<Result> find(String key, Versions versions) {
    return Optional.ofNullable(results.get(key)).filter(versions::hold);
  }

  /** Adds one; it is on the disk when this returns. */
  public synchronized void add(Result result) throws IOException {
    results.put(result.key(), result);
    out.write((result.json() + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Keeps those of these versions, by key, and forgets the others. */
  public synchronized List<Result> keep(Map<String, Versions> versions) throws IOException {
    results
        .values()
        .removeIf(r -> !versions.containsKey(r.key()) || !versions.get(r.key()).hold(r));
    return new ArrayList<>(new TreeMap<>(results).values());
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
    rewrite();
  }
}
