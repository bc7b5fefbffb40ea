package dev.lockstep.simulator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.io.KeptResults;
import dev.lockstep.model.ConfigFile;
import dev.lockstep.model.tlc.GraphComparison;
import dev.lockstep.model.tlc.TlcGraph;
import dev.lockstep.model.tlc.TlcOptions;
import dev.lockstep.model.tlc.TlcRun;
import dev.lockstep.model.tlc.TlcRuns;
import dev.lockstep.simulator.store.CacheStore;
import dev.lockstep.simulator.store.StoreLayout;
import dev.lockstep.simulator.store.StoreListener;
import dev.lockstep.simulator.store.Touch;
import dev.lockstep.simulator.store.TouchStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each rival has the graph of its TLA+ module, both ways, labels with results, space asked for and
 * victims included. Left out are the configs whose engine fails (Unreturned, Throws, Overstates):
 * the simulator's engines do not.
 */
class RivalConformanceTest {
  private static final Path SPEC = Path.of("../spec");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TwoStoresKeepsExternalFirst",
        "TwoStoresKeepsBlocksFirst",
        "TwoStoresBreaksR4InVain",
        "TwoStoresBreaksR4Lack",
        "ManagedConsumerKeeps",
        "ManagedConsumerBreaksR4InVain",
        "UnmanagedConsumerKeeps",
        "UnmanagedConsumerReachWaitsAlone",
        "FixedSplitKeeps",
        "FixedSplitBreaksR4Lack",
        "TouchKeepsEach",
        "TouchKeepsNever",
        "TouchBreaksR4Never",
        "TouchKeepsSome",
        "TouchBreaksR4Some",
        "TouchKeepsScan",
        "TouchBreaksR4Scan",
        "TouchKeepsWalk",
        "TouchBreaksR4Walk",
        "TouchKeepsMove"
      })
  void policyAndTlcHaveTheSameGraph(String config) throws Exception {
    TlcGraph tlc = graph(config);
    assertThat(new GraphComparison<>(rival(config), tlc).compare())
        .isEqualTo(new GraphComparison.Verdict.Equal(tlc.stateCount(), tlc.edgeCount()));
  }

  @Test
  void theOtherPreferenceIsNoticed() throws Exception {
    TlcGraph tlc = graph("TwoStoresKeepsBlocksFirst");
    ConfigFile file = file("TwoStoresKeepsBlocksFirst");
    RivalGraph other = new RivalGraph(new TwoStores(true, 0.75), file, 4, 2);
    assertThat(new GraphComparison<>(other, tlc).compare())
        .isInstanceOf(GraphComparison.Verdict.Different.class);
  }

  /** A policy that forgets a touch is not the module's. */
  @Test
  void anotherTouchIsNoticed() throws Exception {
    TlcGraph tlc = graph("TouchKeepsScan");
    RivalGraph other = new RivalGraph(touch(Touch.NEVER, 1), file("TouchKeepsScan"), 4, 2);
    assertThat(new GraphComparison<>(other, tlc).compare())
        .isInstanceOf(GraphComparison.Verdict.Different.class);
  }

  private static ConfigFile file(String config) throws Exception {
    return ConfigFile.read(SPEC.resolve("MCRival" + config + ".cfg"));
  }

  private static RivalGraph rival(String config) throws Exception {
    ConfigFile file = file(config);
    int max = file.number("Max");
    int region = file.number("Region");
    if (config.startsWith("ManagedConsumer")) {
      return new RivalGraph(new ManagedConsumer(), file, max, region);
    }
    if (config.startsWith("Touch")) {
      return new RivalGraph(touch(file), file, max, region);
    }
    int external = file.number("ExternalMax");
    double share = (double) external / max;
    if (config.startsWith("TwoStores")) {
      return new RivalGraph(
          new TwoStores(file.truth("PreferEvictExternal"), share), file, max, region);
    } else if (config.startsWith("UnmanagedConsumer")) {
      return new RivalGraph(
          new UnmanagedConsumer(share, file.truth("PolledAtOnce")), file, max, region);
    }
    int all = max + external;
    return new RivalGraph(new FixedSplit((double) external / all), file, all, region * all / max);
  }

  private static EvictionPolicy touch(ConfigFile file) {
    return touch(
        Touch.valueOf(file.string("Touch").toUpperCase(Locale.ROOT)), file.number("Every"));
  }

  /**
   * As TouchPolicy opens it, but that the payloads, which belong to no RDD here, are a partition.
   */
  private static EvictionPolicy touch(Touch touch, int every) {
    TouchPolicy named = new TouchPolicy(touch, every, 1);
    return new EvictionPolicy() {
      @Override
      public String name() {
        return named.name();
      }

      @Override
      public String description() {
        return named.description();
      }

      @Override
      public CacheStore open(StoreLayout layout, StoreListener listener) {
        int[] partitions = new int[layout.blocks()];
        Arrays.setAll(partitions, b -> layout.isNative(b) ? 0 : TouchStore.ALONE);
        return new TouchStore(layout, listener, touch, every, partitions);
      }
    };
  }

  /** TLC's whole graph of a config, whatever its properties say. */
  private TlcGraph graph(String config) throws Exception {
    try (Stream<Path> files = Files.list(SPEC)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".tla")).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    Path original = SPEC.resolve("MCRival" + config + ".cfg");
    List<String> kept = new ArrayList<>();
    boolean checks = false;
    for (String line : Files.readAllLines(original)) {
      if (!line.startsWith(" ")) {
        checks = line.startsWith("INVARIANT") || line.startsWith("PROPERT");
      }
      if (!checks) {
        kept.add(line);
      }
    }
    Path cfg = Files.write(folder.resolve(config + ".cfg"), kept);
    String module = "MCRival" + config.replaceAll("(Keeps|Breaks|Reach).*", "") + ".tla";
    TlcRun run =
        new TlcRuns(KeptResults.in(Path.of("../build/kept")))
            .run(TlcOptions.of(folder.resolve(module), cfg).withGraph(), states -> {});
    TlcGraph graph = run.graph();
    if (graph == null) {
      throw new IllegalStateException("no graph of " + config + ": " + run.result());
    }
    return graph;
  }
}
