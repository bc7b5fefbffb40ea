package dev.lockstep.spark.replay;

import dev.lockstep.model.ContractModel;
import dev.lockstep.model.SpecConfig;
import dev.lockstep.model.explore.StateExplorer;
import dev.lockstep.traces.CoverReplay;
import dev.lockstep.traces.StoreUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The configurations of the specification, for the tests. */
final class Specs {
  private Specs() {}

  static ContractModel model(String config) {
    try {
      Path file = Path.of("../../spec", "MCEvictionContract" + config + ".cfg");
      return new ContractModel(SpecConfig.read(file).constants());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every edge of a configuration and every refusal in its states, on a store. */
  static CoverReplay.Report replay(String config, StoreUnderTest.Factory stores, int walkMax) {
    ContractModel model = model(config);
    return new CoverReplay(model, StateExplorer.graphOf(model), stores, walkMax)
        .replay(edges -> {});
  }
}
