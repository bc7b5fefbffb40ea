package dev.lockstep.model.tlc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The strings of a config in the order in which TLC comes upon them. TLC enumerates a set of
 * strings in the order in which its process has first seen them, and so finds states, and the first
 * of several violations, in that order: a run in a process that has seen the names in another order
 * would count other states up to its counterexample.
 *
 * @param names each once
 */
record NameOrder(List<String> names) {
  static final NameOrder NONE = new NameOrder(List.of());

  private static final Pattern STRING = Pattern.compile("\"([^\"]*)\"");

  NameOrder {
    names = List.copyOf(names);
  }

  /** The names of a {@code .cfg} file. */
  static NameOrder of(Path config) throws IOException {
    return new NameOrder(
        Files.readAllLines(config).stream()
            .filter(line -> !line.startsWith("\\*"))
            .flatMap(line -> STRING.matcher(line).results())
            .map(MatchResult::group)
            .distinct()
            .toList());
  }

  /** Whether a process that has seen these names can run a config as a process of its own would. */
  boolean admits(Path config) throws IOException {
    List<String> own = of(config).names();
    return names.stream().filter(own::contains).toList().equals(own);
  }
}
