package dev.lockstep.cli.specmutants;

import dev.lockstep.traces.json.SpecManifest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What TLC says of a config of the specification as it is.
 *
 * @param config its row in the manifest, with which the run agrees
 * @param millis how long it took
 * @param graph all that TLC saw in it, as {@link Bench#graphSum} says it, or empty
 * @param matters the keys of the mutants whose pieces matter to it: without any other it is the
 *     same run
 */
record SoundRun(SpecManifest.Config config, long millis, String graph, Set<String> matters) {
  private static final String SEPARATOR = "\n";

  SoundRun {
    matters = Set.copyOf(matters);
  }

  String name() {
    return config.name();
  }

  /** What is kept of it between two runs. */
  Map<String, Object> record(String hash) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("config", name());
    fields.put("hash", hash);
    fields.put("millis", millis);
    fields.put("graph", graph);
    fields.put("matters", matters.stream().sorted().collect(Collectors.joining(SEPARATOR)));
    return fields;
  }

  static SoundRun of(SpecManifest.Config config, Map<String, String> fields) {
    return new SoundRun(
        config,
        Long.parseLong(fields.get("millis")),
        fields.getOrDefault("graph", ""),
        Set.of(fields.getOrDefault("matters", "").split(SEPARATOR, -1)));
  }
}
