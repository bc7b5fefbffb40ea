package dev.lockstep.cli.specmutants;

import java.util.List;

/**
 * A specification whose actions are mutated.
 *
 * @param module the one that has {@code Next}
 * @param wrappers the modules whose configs may notice; the first one is what SANY reads
 */
record Target(String module, List<String> wrappers) {
  static final List<Target> ALL =
      List.of(
          new Target("EvictionContract", List.of("MCEvictionContract")),
          new Target("MemoryStore", List.of("MCMemoryStore", "MCMemoryStoreProof")),
          new Target("ConcurrentContract", List.of("MCMemoryStore", "MCConcurrentContract")),
          new Target("ReleaseProtocol", List.of("MCReleaseProtocol", "MCMemoryStoreProof")));

  Target {
    wrappers = List.copyOf(wrappers);
  }
}
