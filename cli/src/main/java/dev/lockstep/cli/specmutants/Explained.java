package dev.lockstep.cli.specmutants;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why no property notices a mutant: a file with a line each, the mutant's key, a tab, the reason.
 */
record Explained(Map<String, String> reasons) {

  static Explained read(Path file) throws IOException {
    Map<String, String> reasons = new LinkedHashMap<>();
    int number = 0;
    for (String line :
        Files.exists(file) ? Files.readAllLines(file) : java.util.List.<String>of()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] fields = line.split("\t", -1);
      if (fields.length != 2 || fields[0].isBlank() || fields[1].isBlank()) {
        throw CommandFailure.usage(
            Workspace.shown(file) + ":" + number + ": must be a key, a tab and a reason");
      } else if (reasons.put(fields[0], fields[1]) != null) {
        throw CommandFailure.usage(Workspace.shown(file) + ":" + number + ": stands twice");
      }
    }
    return new Explained(Map.copyOf(reasons));
  }

  /** The reason, or empty. */
  String of(String key) {
    return reasons.getOrDefault(key, "");
  }
}
