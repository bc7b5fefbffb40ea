package dev.lockstep.traces.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Of the traces that chance and walks make by the hundred, those that the corpus keeps: what {@code
 * minimal.txt} in its folder names. Without that file it keeps all.
 */
final class KeptTraces {
  private static final String LIST = "minimal.txt";
  private static final String COMMENT = "#";

  private final Path folder;
  private final boolean all;
  private final Set<String> named;

  private KeptTraces(Path folder, boolean all, Set<String> named) {
    this.folder = folder;
    this.all = all;
    this.named = named;
  }

  /** All of them, whatever the list says. */
  static KeptTraces all(Path folder) {
    return new KeptTraces(folder, true, Set.of());
  }

  /** Those that the list in the folder of the corpus names. */
  static KeptTraces listed(Path folder) throws IOException {
    Path list = folder.resolve(LIST);
    if (!Files.exists(list)) {
      return all(folder);
    }
    Set<String> named = new HashSet<>();
    List<String> lines = Files.readAllLines(list, StandardCharsets.UTF_8);
    lines.stream()
        .filter(line -> !line.isBlank() && !line.startsWith(COMMENT))
        // From the top of the checkout: the folder of the corpus stands first.
        .forEach(line -> named.add(line.substring(line.indexOf('/') + 1)));
    return new KeptTraces(folder, false, named);
  }

  /** Whether a file of the corpus stays. */
  boolean keeps(Path file) {
    return all || named.contains(folder.relativize(file).toString().replace('\\', '/'));
  }
}
