package dev.lockstep.simulator.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.Action;
import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.PoolSpec;
import dev.lockstep.model.ReleaseBehaviour;
import dev.lockstep.model.Result;
import dev.lockstep.model.SpecConfig;
import dev.lockstep.model.explore.StateExplorer;
import dev.lockstep.simulator.hunt.Hunt;
import dev.lockstep.simulator.hunt.Universe;
import dev.lockstep.simulator.hunt.Universes;
import dev.lockstep.simulator.policy.EvictionPolicy;
import dev.lockstep.simulator.policy.PolicyStores;
import dev.lockstep.simulator.policy.UnifiedLru;
import dev.lockstep.traces.CoverReplay;
import dev.lockstep.traces.Divergence;
import dev.lockstep.traces.RandomActions;
import dev.lockstep.traces.Replayer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The store in dense arrays is the contract model: on every edge and every refusal of the graphs
 * that are equal to TLC's, and on 10,000 random sequences with other constants.
 */
class ContractStoreConformanceTest {
  private static final int SEQUENCES = 10_000;
  private static final int LENGTH = 60;

  @ParameterizedTest
  @ValueSource(strings = {"Tiny", "Kinds", "Modes", "Execution", "Fatal", "Deferred", "Stock"})
  void everyEdgeAndRefusalOfTheGraphAgrees(String config) throws Exception {
    Constants constants =
        SpecConfig.read(Path.of("../spec/MCEvictionContract" + config + ".cfg")).constants();
    ContractModel model = new ContractModel(constants);
    CoverReplay.Report report =
        new CoverReplay(model, StateExplorer.graphOf(model), new PolicyStores(new UnifiedLru()))
            .replay(done -> {});
    assertThat(report.divergences()).isEmpty();
    assertThat(report.replayed()).isEqualTo(report.edges()).isPositive();
    assertThat(report.refusals()).isPositive();
  }

  @Test
  void tenThousandRandomSequencesAgree() {
    for (int i = 0; i < SEQUENCES; i++) {
      Universe universe = Universes.all().get(i % Universes.all().size());
      long seed = Hunt.attemptSeed(6, i);
      assertThat(divergence(universe, seed, new UnifiedLru()))
          .as("universe %s, sequence seed %s", universe.name(), seed)
          .isEmpty();
    }
  }

  /** Many lists of owners, both modes: the heap over lists is only then more than one or two. */
  @Test
  void manyOwnersAgree() {
    for (int i = 0; i < 400; i++) {
      java.util.SplittableRandom chance = new java.util.SplittableRandom(i);
      List<BlockSpec> blocks = new ArrayList<>();
      for (int b = 0; b < 24; b++) {
        MemoryMode mode = chance.nextInt(4) == 0 ? MemoryMode.ON_HEAP : MemoryMode.OFF_HEAP;
        boolean jvm = chance.nextBoolean();
        blocks.add(
            new BlockSpec(
                (jvm ? "s" : "n") + b,
                jvm ? BlockKind.SERIALIZED : BlockKind.NATIVE,
                chance.nextInt(4),
                mode,
                // Numbers of RDDs are far apart.
                1_000_003 * chance.nextInt(7),
                ReleaseBehaviour.RETURNS));
      }
      Constants constants =
          new Constants(
              3,
              blocks,
              new PoolSpec(6, 2),
              new PoolSpec(14, 5),
              1,
              Set.of(),
              Set.of(),
              new TreeSet<>(),
              2);
      assertThat(divergence(new Universe("owners " + i, constants), i, new UnifiedLru(), 300))
          .as("seed %s", i)
          .isEmpty();
    }
  }

  /** The comparison would notice: a store with one thing wrong parts from the model. */
  @Test
  void aStoreThatNeverEvictsIsNoticed() {
    EvictionPolicy hoarding =
        new EvictionPolicy() {
          @Override
          public String name() {
            return "hoarding";
          }

          @Override
          public String description() {
            return "never evicts";
          }

          @Override
          public CacheStore open(StoreLayout layout, StoreListener listener) {
            return new HoardingStore(layout, listener);
          }
        };
    long found =
        java.util.stream.IntStream.range(0, 200)
            .filter(
                i ->
                    divergence(Universes.byName("off-heap"), Hunt.attemptSeed(6, i), hoarding)
                        .isPresent())
            .count();
    assertThat(found).isPositive();
  }

  private static Optional<Divergence> divergence(
      Universe universe, long seed, EvictionPolicy policy) {
    return divergence(universe, seed, policy, LENGTH);
  }

  private static Optional<Divergence> divergence(
      Universe universe, long seed, EvictionPolicy policy, int length) {
    ContractModel model = new ContractModel(universe.constants());
    return new Replayer(model, new PolicyStores(policy))
        .replay(new RandomActions(model).sequence(seed, length));
  }

  /** A store that refuses what is not free. */
  private static final class HoardingStore extends DenseStore {
    HoardingStore(StoreLayout layout, StoreListener listener) {
      super(layout, listener, 1);
    }

    @Override
    protected boolean acquireStorage(int block, int mode, long units) {
      if (units > free(mode)) {
        return false;
      }
      use(mode, units);
      return true;
    }

    @Override
    protected boolean acquireUnrollMemory(int mode, long units) {
      return false;
    }

    @Override
    protected void giveBack(int block, int mode, int size) {
      use(mode, -size);
    }

    @Override
    public Result acquireExecution(int task, int mode, long units) {
      return Result.WAITS;
    }
  }

  /** A read that gives its lock back at once is a read and an unlock. */
  @Test
  void readOnceIsReadAndUnlock() {
    Constants constants = Universes.byName("owners").constants();
    StoreLayout layout = StoreLayout.of(constants);
    java.util.SplittableRandom chance = new java.util.SplittableRandom(3);
    CacheStore once = new ContractStore(layout, StoreListener.NONE);
    CacheStore twice = new ContractStore(layout, StoreListener.NONE);
    for (int i = 0; i < 5_000; i++) {
      int task = 1 + chance.nextInt(2);
      int block = chance.nextInt(layout.blocks());
      switch (chance.nextInt(5)) {
        case 0, 1 -> {
          Result read = twice.read(task, block);
          if (read != Result.ABSENT) {
            twice.unlock(task, block);
          }
          assertThat(once.readOnce(task, block)).isEqualTo(read);
        }
        case 2 -> assertThat(once.put(task, block)).isEqualTo(twice.put(task, block));
        case 3 -> assertThat(once.read(task, block)).isEqualTo(twice.read(task, block));
        default -> assertThat(once.unlock(task, block)).isEqualTo(twice.unlock(task, block));
      }
      assertThat(once.order()).containsExactly(twice.order());
      assertThat(once.locks(task, block)).isEqualTo(twice.locks(task, block));
    }
  }

  @Test
  void declinedCallsChangeNothing() {
    Constants constants = Universes.byName("off-heap").constants();
    ContractModel model = new ContractModel(constants);
    Replayer replayer = new Replayer(model, new PolicyStores(new UnifiedLru()));
    assertThat(
            replayer.replay(
                java.util.List.of(
                    new Action.PutNative(1, "n1"),
                    new Action.Pin(1, "n1"),
                    new Action.Remove(2, "n1"),
                    new Action.Get(1, "n1"),
                    new Action.Unlock(1, "n1"),
                    new Action.Remove(2, "n1"))))
        .isEmpty();
  }
}
