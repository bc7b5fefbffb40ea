package dev.lockstep.traces.json;

import dev.lockstep.io.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What each config of the specs must lead to: {@code spec/manifest.json}. A changed count is a
 * failure, since a model that lost states by accident proves less.
 *
 * @param configs in the order of the file, names unique
 */
public record SpecManifest(List<Config> configs) {
  public SpecManifest {
    configs = List.copyOf(configs);
  }

  /** What a spec describes; traces know the first two alone. */
  private enum Level {
    CONTRACT,
    LOCK,
    RIVAL,
    PROOF
  }

  /**
   * One config.
   *
   * @param name file name without {@code .cfg}
   * @param module the module it configures
   * @param level {@code contract}, {@code lock}, {@code rival} or {@code proof}
   * @param expect {@value #HOLDS}, or the name of the property that must fail
   * @param states distinct states; of a config that must fail, those seen up to the failure
   * @param edges distinct labelled edges, likewise
   * @param quick whether it belongs to the run before every commit
   */
  public record Config(
      String name,
      String module,
      String level,
      String expect,
      long states,
      long edges,
      boolean quick) {
    public static final String HOLDS = "holds";

    /** Whether a property must fail: an ablation, or a witness that something can happen. */
    public boolean mustFail() {
      return !expect.equals(HOLDS);
    }
  }

  /** The config of a name. */
  public Optional<Config> config(String name) {
    return configs.stream().filter(c -> c.name().equals(name)).findFirst();
  }

  /** Reads a manifest. */
  public static SpecManifest read(Path file) throws TraceFormatException {
    TextFile source = TextFile.read(file);
    Located root = JsonText.parse(source.name(), source.text(), 0, "", source.cutOff());
    root.fieldsAmong("configs");
    List<Config> configs = new ArrayList<>();
    for (Located config : root.required("configs").list()) {
      Config next = config(config);
      if (configs.stream().anyMatch(c -> c.name().equals(next.name()))) {
        throw config.required("name").wrong("stands twice");
      }
      configs.add(next);
    }
    return new SpecManifest(configs);
  }

  private static Config config(Located config) throws TraceFormatException {
    config.fieldsAmong("name", "module", "level", "expect", "states", "edges", "quick");
    return new Config(
        config.required("name").string(),
        config.required("module").string(),
        Words.of(config.required("level").word(Level.class)),
        config.required("expect").string(),
        config.required("states").integer(0, Long.MAX_VALUE),
        config.required("edges").integer(0, Long.MAX_VALUE),
        config.required("quick").bool());
  }

  /** Writes a manifest, one config a line. */
  public void write(Path file) throws IOException {
    StringBuilder out = new StringBuilder("{\n  \"configs\": [");
    String separator = "\n    ";
    for (Config config : configs) {
      out.append(separator).append(JsonResult.line(config));
      separator = ",\n    ";
    }
    WholeFile.write(file, out.append("\n  ]\n}\n").toString());
  }
}
