package dev.lockstep.simulator.hunt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.Action;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.Event;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.ReleaseBehaviour;
import dev.lockstep.model.Response;
import dev.lockstep.model.Result;
import dev.lockstep.model.StoreState;
import dev.lockstep.traces.Anomaly;
import dev.lockstep.traces.ModelStore;
import dev.lockstep.traces.Observation;
import dev.lockstep.traces.RandomActions;
import dev.lockstep.traces.StoreSnapshot;
import dev.lockstep.traces.StoreUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class HuntTest {
  /** Runs the release of the last victim twice, if an eviction takes two native blocks at once. */
  private static Observation releasesTwice(Observation seen) {
    if (seen.result() != Result.STORED || seen.releases().size() < 2) {
      return seen;
    }
    List<Event> events = new ArrayList<>(seen.events());
    events.add(new Event(Event.Kind.RELEASED, seen.releases().get(1)));
    return new Observation(seen.result(), seen.amount(), events, seen.snapshot(), List.of(), "");
  }

  @Test
  void aPlantedDivergenceIsFoundAndShrunkToTheLeastThatShowsIt() {
    HuntResult result =
        hunt(HuntTest::releasesTwice).run(spec(new HuntBudget.Sequences(1_000), 60));
    assertThat(result)
        .isInstanceOfSatisfying(
            HuntResult.Found.class,
            found -> {
              assertThat(found.divergence().rule()).isEqualTo("R5");
              // Two registrations and the put that evicts both: no two calls could show it.
              assertThat(found.shrunk()).hasSize(3).allMatch(Action.Put.class::isInstance);
              assertThat(found.divergence().step()).isEqualTo(2);
              assertThat(found.originalLength()).isGreaterThan(3);
              assertThat(found.evaluations()).isPositive();
            });
  }

  @Test
  void theSameHuntFindsTheSameAndItsSequenceAloneDoesToo() {
    HuntSpec spec = spec(new HuntBudget.Sequences(1_000), 60);
    HuntResult.Found found = (HuntResult.Found) hunt(HuntTest::releasesTwice).run(spec);
    assertThat(hunt(HuntTest::releasesTwice).run(spec)).isEqualTo(found);
    HuntResult.Found alone =
        (HuntResult.Found)
            hunt(HuntTest::releasesTwice)
                .replay(found.universe(), found.attemptSeed(), spec.length());
    assertThat(alone.shrunk()).isEqualTo(found.shrunk());
    assertThat(alone.divergence()).isEqualTo(found.divergence());
    assertThat(found.attemptSeed())
        .isEqualTo(Hunt.attemptSeed(spec.seed(), found.evaluations() - 1));
  }

  @Test
  void theAnswerIsTheSameOnAnyNumberOfThreads() {
    HuntSpec spec = spec(new HuntBudget.Sequences(1_000), 60);
    HuntResult alone = hunt(HuntTest::releasesTwice).run(spec);
    assertThat(hunt(HuntTest::releasesTwice).run(spec, 3, used -> {})).isEqualTo(alone);
    HuntSpec sound = spec(new HuntBudget.Sequences(101), 30);
    assertThat(hunt(UnaryOperator.identity()).run(sound, 2, used -> {}))
        .isEqualTo(new HuntResult.NothingFound(101));
  }

  @Test
  void theModelItselfNeverDiverges() {
    List<Double> progress = new ArrayList<>();
    assertThat(
            hunt(UnaryOperator.identity())
                .run(spec(new HuntBudget.Sequences(300), 80), progress::add))
        .isEqualTo(new HuntResult.NothingFound(300));
    assertThat(progress).isSorted().hasSize(301).endsWith(1.0);
  }

  @Test
  void universesTakeTurns() {
    List<Constants> searched = new ArrayList<>();
    StoreUnderTest.Factory noting =
        new StoreUnderTest.Factory() {
          @Override
          public String description() {
            return "model, noting its constants";
          }

          @Override
          public StoreUnderTest create(Constants constants) {
            searched.add(constants);
            return ModelStore.factory().create(constants);
          }
        };
    List<Constants> all = Universes.all().stream().map(Universe::constants).toList();
    new Hunt(ContractModel::new, noting).run(spec(new HuntBudget.Sequences(all.size() + 2), 5));
    assertThat(searched.subList(0, all.size())).isEqualTo(all);
    assertThat(searched.subList(all.size(), all.size() + 2)).isEqualTo(all.subList(0, 2));
  }

  @Test
  void aBudgetOfTimeEndsTheHunt() {
    long[] nanos = {0};
    Hunt hunt =
        new Hunt(
            ContractModel::new,
            new Wrapped(UnaryOperator.identity()),
            () -> nanos[0] += 1_000_000_000L);
    assertThat(hunt.run(spec(new HuntBudget.Time(Duration.ofSeconds(5)), 10)))
        .isEqualTo(new HuntResult.NothingFound(4));
  }

  @Test
  void aStoreThatFailsIsReportedWithTheSeedThatReplaysIt() {
    Hunt hunt =
        hunt(
            seen -> {
              throw new UnsupportedOperationException("no such call");
            });
    assertThatThrownBy(() -> hunt.run(spec(new HuntBudget.Sequences(1), 10)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("sequence seed " + Hunt.attemptSeed(9, 0))
        .hasMessageContaining("universe off-heap")
        .hasRootCauseMessage("no such call");
  }

  @Test
  void theUniversesHaveEveryPartOfTheContract() {
    List<Constants> all = Universes.all().stream().map(Universe::constants).toList();
    List<BlockSpec> blocks = all.stream().flatMap(c -> c.blocks().stream()).toList();
    assertThat(blocks.stream().map(BlockSpec::release).distinct())
        .containsExactlyInAnyOrder(ReleaseBehaviour.values());
    assertThat(blocks.stream().filter(b -> b.kind().isNative()).map(BlockSpec::mode).distinct())
        .containsExactlyInAnyOrder(MemoryMode.values());
    assertThat(all).anyMatch(c -> c.executionModes().size() == 2);
    assertThat(all).anyMatch(c -> c.unrollModes().size() == 2);
    assertThat(all).anyMatch(Constants::deferredRelease);
    assertThat(Universes.all().stream().map(Universe::name)).doesNotHaveDuplicates();
    assertThat(Universes.byName("owners")).isSameAs(Universes.all().get(2));
    assertThatThrownBy(() -> Universes.byName("none")).hasMessageContaining("off-heap, on-heap");
  }

  @Test
  void sequencesInTheUniversesMeetEveryResult() {
    Set<Result> met = EnumSet.noneOf(Result.class);
    for (Universe universe : Universes.all()) {
      ContractModel model = new ContractModel(universe.constants());
      for (int seed = 0; seed < 20; seed++) {
        StoreState state = model.initialStates().get(0);
        for (Action action : new RandomActions(model).sequence(seed, 100)) {
          Response response = model.respond(state, action);
          if (response instanceof Response.Taken taken) {
            met.add(taken.step().outcome().result());
            state = taken.step().after();
          } else if (response instanceof Response.Declined declined) {
            met.add(declined.result());
          }
        }
      }
    }
    assertThat(met).containsExactlyInAnyOrder(Result.values());
  }

  private static Hunt hunt(UnaryOperator<Observation> fault) {
    return new Hunt(ContractModel::new, new Wrapped(fault));
  }

  private static HuntSpec spec(HuntBudget budget, int length) {
    return new HuntSpec(Universes.all(), 9, length, budget);
  }

  /** The model's store, seen through a fault. */
  private record Wrapped(UnaryOperator<Observation> fault) implements StoreUnderTest.Factory {
    @Override
    public String description() {
      return "model with a fault";
    }

    @Override
    public StoreUnderTest create(Constants constants) {
      StoreUnderTest sound = ModelStore.factory().create(constants);
      return new StoreUnderTest() {
        @Override
        public Observation apply(Action action) {
          return fault.apply(sound.apply(action));
        }

        @Override
        public StoreSnapshot snapshot() {
          return sound.snapshot();
        }

        @Override
        public List<Anomaly> finish() {
          return sound.finish();
        }
      };
    }
  }
}
