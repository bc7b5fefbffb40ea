package dev.lockstep.spark.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.Action;
import dev.lockstep.model.ContractModel;
import dev.lockstep.traces.CoverReplay;
import dev.lockstep.traces.Replayer;
import dev.lockstep.traces.Trace;
import dev.lockstep.traces.corpus.Corpus;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.storage.TestBlockId;
import org.junit.jupiter.api.Test;

/** The real block manager does what the model does, and its master never hears of it (R10). */
class BlockManagerStoreReplayTest {
  @Test
  void realBlockManagerTakesEveryEdgeAsTheModelDoes() {
    CoverReplay.Report report = Specs.replay("Tiny", new BlockManagerStoreFactory(), 2000);

    assertThat(report.divergences()).isEmpty();
    assertThat(report.conforms()).isTrue();
  }

  @Test
  void deferredReleasesInABlockManagerAreTheModels() {
    CoverReplay.Report report = Specs.replay("Deferred", new BlockManagerStoreFactory(), 2000);

    assertThat(report.divergences()).isEmpty();
    assertThat(report.conforms()).isTrue();
  }

  @Test
  void tracesOfDeferredReleasesHoldInABlockManager() throws IOException, TraceFormatException {
    int replayed = 0;
    for (Path file : new Corpus(Path.of("../../traces")).files(Trace.Origin.HAND)) {
      Trace trace = Corpus.read(file);
      if (trace.constants().deferredRelease()) {
        ContractModel model = new ContractModel(trace.constants());
        assertThat(new Replayer(model, new BlockManagerStoreFactory()).replay(trace.actions()))
            .as(file.toString())
            .isEmpty();
        replayed++;
      }
    }
    assertThat(replayed).isGreaterThanOrEqualTo(4);
  }

  @Test
  void masterHearsOfJvmBlocksAlone() {
    ContractModel model = Specs.model("Kinds");
    ManagedBlocks blocks = new ManagedBlocks(model.constants());
    try (SparkStore store = new SparkStore(model.constants(), blocks)) {
      for (Action action : model.actions()) {
        assertThat(store.apply(action).anomalies()).isEmpty();
      }

      assertThat(blocks.updates()).isPositive();
    }
  }

  @Test
  void statusOfANativeBlockIsAnAnomaly() {
    RecordingMaster master = new RecordingMaster(new SparkConf(false));
    master.updateBlockInfo(null, new TestBlockId("jvm"), StorageLevel.NONE(), 0, 0);
    assertThat(master.takeAnomalies()).isEmpty();

    master.updateBlockInfo(null, NativeBlockId.of("velox", "a"), StorageLevel.NONE(), 0, 0);

    assertThat(master.takeAnomalies()).singleElement().matches(a -> a.rule().equals("R10"));
    assertThat(master.updates()).isEqualTo(2);
  }
}
