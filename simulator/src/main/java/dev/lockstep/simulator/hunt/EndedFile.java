package dev.lockstep.simulator.hunt;

import dev.lockstep.model.Action;
import dev.lockstep.model.Constants;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/** How a hunt ended, as a file between two JVMs of ours. Calls are numbers in their universe. */
public final class EndedFile {
  private EndedFile() {}

  /** Writes it. */
  public static void write(HuntForWorstCase.Ended ended, Path file) throws IOException {
    Properties fields = new Properties();
    fields.setProperty("evaluations", Long.toString(ended.evaluations()));
    ended
        .found()
        .ifPresent(
            found -> {
              int[] calls = new CallTable(found.universe().constants()).genome(found.actions());
              fields.setProperty("universe", found.universe().name());
              fields.setProperty(
                  "calls",
                  Arrays.stream(calls).mapToObj(String::valueOf).collect(Collectors.joining(" ")));
              fields.setProperty("score", Long.toString(found.score()));
              fields.setProperty("originalLength", Integer.toString(found.originalLength()));
            });
    try (Writer out = Files.newBufferedWriter(file)) {
      fields.store(out, null);
    }
  }

  /** Reads what the other has written. */
  public static HuntForWorstCase.Ended read(Path file) throws IOException {
    Properties fields = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      fields.load(in);
    }
    long evaluations = Long.parseLong(field(fields, "evaluations"));
    if (fields.getProperty("universe") == null) {
      return new HuntForWorstCase.Ended(Optional.empty(), evaluations);
    }
    Universe universe = Universes.byName(field(fields, "universe"));
    return new HuntForWorstCase.Ended(
        Optional.of(
            new HuntForWorstCase.Found(
                universe,
                actions(universe.constants(), field(fields, "calls")),
                Long.parseLong(field(fields, "score")),
                Integer.parseInt(field(fields, "originalLength")),
                evaluations)),
        evaluations);
  }

  private static List<Action> actions(Constants constants, String calls) {
    int[] genome = Arrays.stream(calls.split(" ")).mapToInt(Integer::parseInt).toArray();
    return new ArrayList<>(new CallTable(constants).actions(genome));
  }

  private static String field(Properties fields, String name) throws IOException {
    String value = fields.getProperty(name);
    if (value == null) {
      throw new IOException("no " + name + " in the answer of the cluster");
    }
    return value;
  }
}
