package dev.lockstep.cli.specmutants;

import dev.lockstep.model.tlc.mutants.SpecMutant;
import dev.lockstep.traces.json.JsonLines;
import dev.lockstep.traces.json.SpecManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The runs of mutants on configs in which nothing noticed, in {@code
 * build/spec-mutants/quiet.jsonl}: a mutant that all of them leave alone is the slowest there is,
 * and a new property in one config is no reason to run the others again. A change of an action is
 * none either where the mutant's graph stays what it was: to search it is cheap, to check it is
 * not.
 */
final class QuietRuns {
  private final Path log;
  private final SoundRuns soundRuns;
  private final Set<String> hashes = new HashSet<>();

  QuietRuns(Path folder, SoundRuns soundRuns) {
    this.log = folder.resolve("quiet.jsonl");
    this.soundRuns = soundRuns;
  }

  /** Takes over what earlier runs in this checkout have found. */
  synchronized void recall() throws IOException {
    for (Map<String, String> fields : JsonLines.read(log)) {
      hashes.add(fields.getOrDefault("hash", ""));
    }
  }

  /**
   * Whether all that this config checks held on a graph: then it does so on the same graph of
   * another mutant. Only where {@link SoundRuns#graphDecides}.
   */
  synchronized boolean hasGraph(SpecManifest.Config config, String sum) throws IOException {
    return hashes.contains(soundRuns.hashOfChecks(config, sum));
  }

  synchronized void addGraph(SpecManifest.Config config, String sum) throws IOException {
    String hash = soundRuns.hashOfChecks(config, sum);
    if (hashes.add(hash)) {
      JsonLines.append(log, Map.of("graph", sum, "config", config.name(), "hash", hash));
    }
  }

  /** Whether a mutant's graph was the sound one, and must be it now. */
  synchronized boolean hasEqual(SpecMutant mutant, SpecManifest.Config config, String sum)
      throws IOException {
    return hashes.contains(soundRuns.hashOfEqual(mutant, config, sum));
  }

  synchronized void addEqual(SpecMutant mutant, SpecManifest.Config config, String sum)
      throws IOException {
    String hash = soundRuns.hashOfEqual(mutant, config, sum);
    if (hashes.add(hash)) {
      JsonLines.append(log, Map.of("equal", mutant.key(), "config", config.name(), "hash", hash));
    }
  }

  /** Whether nothing noticed this mutant in this config, as both are now. */
  synchronized boolean has(SpecMutant mutant, SpecManifest.Config config) throws IOException {
    return hashes.contains(soundRuns.hash(mutant, config, ""));
  }

  synchronized void add(SpecMutant mutant, SpecManifest.Config config) throws IOException {
    String hash = soundRuns.hash(mutant, config, "");
    if (hashes.add(hash)) {
      JsonLines.append(log, Map.of("key", mutant.key(), "config", config.name(), "hash", hash));
    }
  }
}
