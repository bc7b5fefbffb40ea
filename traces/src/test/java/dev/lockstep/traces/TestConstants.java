package dev.lockstep.traces;

import dev.lockstep.model.Constants;
import dev.lockstep.model.SpecConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The configurations of the specs, for tests. */
public final class TestConstants {
  public static final Path SPEC = Path.of("../spec");
  public static final Path TRACES = Path.of(".");

  private TestConstants() {}

  /** The constants of a config, by the end of its name. */
  public static Constants of(String config) {
    try {
      return SpecConfig.read(SPEC.resolve("MCEvictionContract" + config + ".cfg")).constants();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
