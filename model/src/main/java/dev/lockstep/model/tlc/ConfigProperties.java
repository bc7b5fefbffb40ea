package dev.lockstep.model.tlc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The names after PROPERTY in a config file: TLC does not say which liveness property broke. */
final class ConfigProperties {
  private static final Set<String> OPENING = Set.of("PROPERTY", "PROPERTIES");

  /** A word that opens another part of the config; names in our specs are not all upper case. */
  private static final String KEYWORD = "[A-Z]+(_[A-Z]+)*";

  private ConfigProperties() {}

  static List<String> read(Path config) throws IOException {
    String text =
        Files.readString(config)
            .replaceAll("(?s)\\(\\*.*?\\*\\)", " ")
            .replaceAll("\\\\\\*.*", " ");
    List<String> names = new ArrayList<>();
    boolean inside = false;
    for (String word : text.trim().split("\\s+", -1)) {
      if (OPENING.contains(word)) {
        inside = true;
      } else if (word.matches(KEYWORD) && word.length() > 3) {
        inside = false;
      } else if (inside) {
        names.add(word);
      }
    }
    return names;
  }
}
