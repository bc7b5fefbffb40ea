package dev.lockstep.cli.coverage;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.traces.json.JsonFile;
import dev.lockstep.traces.json.Located;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Mutants that were killed by traces, as a run of mutants has written it: a JSON object a line,
 * with {@code id} and {@code traces}, paths in the corpus such as {@code hand/a.json}. Lines
 * without them, of traces that are gone, or cut off, are passed over: a run may still be writing.
 */
final class MutantKills {
  private final Map<Path, Set<Item>> byTrace = new HashMap<>();
  private int mutants;
  private int passedOver;

  /**
   * Reads a file.
   *
   * @param corpus the folder of the traces
   */
  void read(Path file, Path corpus) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw CommandFailure.usage("--kills: can't read " + file + ": " + e.getMessage());
    }
    for (String line : lines) {
      if (!line.isBlank() && !take(file, line, corpus)) {
        passedOver++;
      }
    }
  }

  private boolean take(Path file, String line, Path corpus) {
    try {
      Located mutant = JsonFile.parse(String.valueOf(file), line);
      Located traces = mutant.optional("traces");
      Located id = mutant.optional("id");
      if (traces == null || id == null) {
        return false;
      }
      Item item = new Item(Item.Kind.KILL, "mutant " + id.string());
      List<Path> noticing = new ArrayList<>();
      for (Located trace : traces.list()) {
        noticing.add(corpus.resolve(trace.string()).toAbsolutePath().normalize());
      }
      if (!noticing.stream().allMatch(Files::exists)) {
        return false;
      }
      noticing.forEach(path -> byTrace.computeIfAbsent(path, p -> new TreeSet<>()).add(item));
      mutants++;
      return true;
    } catch (TraceFormatException e) {
      return false;
    }
  }

  /** The same traces; to each, the mutants that it kills are added. */
  List<TraceRun> added(List<TraceRun> traces) {
    List<TraceRun> added = new ArrayList<>();
    for (TraceRun run : traces) {
      Path path = run.file().toAbsolutePath().normalize();
      added.add(run.with(byTrace.getOrDefault(path, Set.of())));
    }
    return added;
  }

  /** Mutants with the traces that kill them. */
  int mutants() {
    return mutants;
  }

  /** Lines that said nothing of the sort. */
  int passedOver() {
    return passedOver;
  }
}
