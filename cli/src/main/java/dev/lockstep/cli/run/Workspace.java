package dev.lockstep.cli.run;

import dev.lockstep.io.KeptResults;
import dev.lockstep.model.ConfigFile;
import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.model.SpecConfig;
import dev.lockstep.model.lock.LockConfig;
import dev.lockstep.traces.json.SpecManifest;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The checkout that the command works in.
 *
 * @param home its top folder
 */
public record Workspace(Path home) {
  /** Set by the launcher. */
  private static final String HOME = "lockstep.home";

  public static Workspace find() {
    return new Workspace(Path.of(System.getProperty(HOME, ".")).toAbsolutePath().normalize());
  }

  public Path spec() {
    return home.resolve("spec");
  }

  public Path traces() {
    return home.resolve("traces");
  }

  /** Where results go: reports, traces that were found. */
  public Path build() {
    return home.resolve("build");
  }

  /**
   * What earlier runs have computed and is still true; tests and commands share it.
   *
   * @param again whether everything is to be computed again
   */
  public KeptResults kept(boolean again) {
    Path folder = build().resolve("kept");
    return again ? KeptResults.again(folder) : KeptResults.in(folder);
  }

  /** A path as the user would write it: relative to where the command was started if below it. */
  public static String shown(Path path) {
    Path here = Path.of("").toAbsolutePath();
    Path absolute = path.toAbsolutePath().normalize();
    return absolute.startsWith(here) ? here.relativize(absolute).toString() : absolute.toString();
  }

  public SpecManifest manifest() {
    try {
      return SpecManifest.read(spec().resolve("manifest.json"));
    } catch (TraceFormatException e) {
      throw CommandFailure.usage(e.getMessage());
    }
  }

  /** What the manifest has of a config. */
  public SpecManifest.Config manifestConfig(String name) {
    return manifest()
        .config(plain(name))
        .orElseThrow(() -> CommandFailure.usage("no config " + name + " in spec/manifest.json"));
  }

  private static String plain(String name) {
    return name.replaceFirst("^.*/", "").replaceFirst("\\.cfg$", "");
  }

  /** A config of the contract level by its name, with or without {@code .cfg} and its folder. */
  public SpecConfig config(String name) {
    ConfigFile file = configFile(name);
    try {
      return SpecConfig.of(file);
    } catch (InvalidConstantException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  /** A config of the lock level. */
  public LockConfig lockConfig(String name) {
    ConfigFile file = configFile(name);
    try {
      return LockConfig.of(file);
    } catch (InvalidConstantException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  /** The same of any level, as it stands in the file. */
  public ConfigFile configFile(String name) {
    Path file = spec().resolve(plain(name) + ".cfg");
    if (!Files.isRegularFile(file)) {
      throw CommandFailure.usage("no such config: " + shown(file));
    }
    try {
      return ConfigFile.read(file);
    } catch (InvalidConstantException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw CommandFailure.outside("can't read " + shown(file) + ": " + e.getMessage());
    }
  }
}
