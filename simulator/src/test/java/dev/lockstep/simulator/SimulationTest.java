package dev.lockstep.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.Action;
import dev.lockstep.model.BlockKind;
import dev.lockstep.model.Result;
import dev.lockstep.model.Step;
import dev.lockstep.traces.ModelStore;
import dev.lockstep.traces.Replayer;
import dev.lockstep.traces.Trace;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulationTest {
  /** Every sort of call: all kinds, both modes, removals, execution memory, ends of attempts. */
  private static final WorkloadSpec BUSY =
      WorkloadSpec.defaults()
          .with("nativeShare", 0.4)
          .with("deserializedShare", 0.3)
          .with("sizeMax", 6)
          .with("demand", 6)
          .with("poolSize", 12)
          .with("holdMicros", 600)
          .with("removeShare", 0.1)
          .with("executionShare", 0.1);

  /** One task and blocks of one unit, given back at once: a plain cache. */
  private static final WorkloadSpec PLAIN =
      WorkloadSpec.defaults()
          .with("tasks", 1)
          .with("sizeMax", 1)
          .with("poolSize", 20)
          .with("holdMicros", 0);

  @Test
  void sameSeedSameResultAndSameTrace() {
    SimulationSpec spec = spec(new ZipfWorkload(BUSY), 7, 3_000);
    assertThat(Simulation.run(spec)).isEqualTo(Simulation.run(spec));
    Trace trace = TraceRecording.of(spec);
    assertThat(trace).isEqualTo(TraceRecording.of(spec));
    assertThat(trace.steps()).hasSize(3_000);
    assertThat(trace.actions())
        .isNotEqualTo(TraceRecording.of(spec(new ZipfWorkload(BUSY), 8, 3_000)).actions());
  }

  /** The hash changes if a JDK draws other numbers, or if the simulation does anything else. */
  @Test
  void theActionsOfASeedAreTheSameOnEveryMachine() throws Exception {
    List<Action> actions = TraceRecording.of(spec(new ZipfWorkload(BUSY), 7, 3_000)).actions();
    byte[] hash =
        MessageDigest.getInstance("SHA-256")
            .digest(actions.toString().getBytes(StandardCharsets.UTF_8));
    assertThat(HexFormat.of().formatHex(hash, 0, 8)).isEqualTo("eea056ffed2eccaa");
  }

  @Test
  void aBusySimulationMakesEverySortOfCallAndNoneThatIsRefused() {
    List<Step> steps = steps(spec(new ZipfWorkload(BUSY), 7, 20_000));
    assertThat(steps.stream().map(s -> s.action().name()).distinct())
        .containsExactlyInAnyOrder(
            "PutNative",
            "PutSerialized",
            "PutDeserialized",
            "Get",
            "Pin",
            "Unlock",
            "Remove",
            "AcquireExecution",
            "ReleaseExecution",
            "ReleaseUnroll",
            "TaskEnd");
    assertThat(steps.stream().map(s -> s.outcome().result()))
        .contains(Result.NO_SPACE, Result.DUPLICATE, Result.REMOVED)
        .doesNotContain(Result.REFUSED, Result.WAITS, Result.FATAL);
  }

  @Test
  void aTraceReplaysOnTheModel() {
    Trace trace = TraceRecording.of(spec(new ZipfWorkload(BUSY), 7, 2_000));
    Replayer replayer =
        new Replayer(new UnifiedLru().model(trace.constants()), ModelStore.factory());
    assertThat(replayer.replay(trace.actions())).isEmpty();
  }

  @Test
  void waitsBeginAndEnd() {
    SimulationResult result =
        Simulation.run(
            spec(new UniformWorkload(BUSY.with("blocks", 8).with("holdMicros", 5_000)), 3, 20_000));
    assertThat(result.waits().begun()).isPositive();
    assertThat(result.waits().resolved()).isPositive();
    assertThat(result.waits().micros()).isPositive();
    assertThat(result.waits().left()).isLessThanOrEqualTo(BUSY.tasks());
    assertThat(result.execution().unmet()).isPositive();
  }

  /** What went in has come out or is still there; every native block that came out was released. */
  @Test
  void countsBalance() {
    List<Step> steps = new ArrayList<>();
    SimulationSpec spec = spec(new ZipfWorkload(BUSY), 7, 20_000);
    SimulationResult result = Simulation.run(spec, collecting(steps));
    Step last = steps.get(steps.size() - 1);
    List<String> left =
        last.after().order(TraceRecording.of(spec(spec.workload(), 7, 0)).constants());
    result
        .byKind()
        .forEach(
            (kind, counts) -> {
              String letter = kind.name().substring(0, 1).toLowerCase(java.util.Locale.ROOT);
              long resident = left.stream().filter(id -> id.startsWith(letter)).count();
              assertThat(counts.stored()).isPositive();
              assertThat(counts.stored() - counts.evictions() - counts.removals())
                  .isEqualTo(resident);
              assertThat(counts.releases())
                  .isEqualTo(kind == BlockKind.NATIVE ? counts.evictions() + counts.removals() : 0);
            });
    assertThat(result.meanPoolUse().values()).allMatch(use -> use > 0.2 && use <= 1);
    assertThat(result.microsElapsed()).isPositive();
    assertThat(result.attempts()).isPositive();
  }

  /** A cyclic scan of more than fits is the worst case of LRU. */
  @Test
  void aScanLargerThanMemoryNeverHitsWithoutOwners() {
    WorkloadSpec scan = WorkloadSpec.defaults().with("poolSize", 60).with("owners", 0);
    KindCounts total = Simulation.run(spec(new CyclicScanWorkload(scan), 1, 20_000)).total();
    assertThat(total.misses()).isGreaterThan(5_000);
    assertThat(total.hits()).isZero();
    assertThat(total.hitRatio()).hasValue(0);
    KindCounts owned =
        Simulation.run(spec(new CyclicScanWorkload(scan.with("owners", 1)), 1, 20_000)).total();
    assertThat(owned.hits()).isPositive();
    assertThat(owned.evictions()).isZero();
  }

  @Test
  void aScanThatFitsMissesEachBlockOnce() {
    WorkloadSpec scan = PLAIN.with("blocks", 20);
    KindCounts total = Simulation.run(spec(new CyclicScanWorkload(scan), 1, 5_000)).total();
    assertThat(total.misses()).isEqualTo(20);
    assertThat(total.hits()).isGreaterThan(1_000);
    assertThat(total.evictions()).isZero();
  }

  /** The oracle is the LRU of the JDK, fed with the same reads. */
  @Test
  void onePlainTaskHitsAsOftenAsAnAccessOrderedLinkedHashMap() {
    List<Step> steps = new ArrayList<>();
    KindCounts total =
        Simulation.run(spec(new ZipfWorkload(PLAIN), 5, 30_000), collecting(steps)).total();
    Map<String, Boolean> lru = new LinkedHashMap<>(16, 0.75f, true);
    long hits = 0;
    for (Step step : steps) {
      if (step.action() instanceof Action.Get || step.action() instanceof Action.Pin) {
        String block = ((Action.OnBlock) step.action()).b();
        if (lru.get(block) != null) {
          hits++;
        } else {
          lru.put(block, true);
          if (lru.size() > PLAIN.poolSize()) {
            lru.remove(lru.keySet().iterator().next());
          }
        }
      }
    }
    assertThat(hits).isBetween(3_000L, 12_000L);
    assertThat(total.hits()).isEqualTo(hits);
    assertThat(total.hitUnits()).isEqualTo(hits);
  }

  @Test
  void progressIsReportedAndNoStepTooMany() {
    List<Long> reported = new ArrayList<>();
    SimulationResult result =
        Simulation.run(
            spec(new ZipfWorkload(BUSY), 1, 25_003),
            new SimulationListener() {
              @Override
              public void progressed(long steps, long stepsMax) {
                assertThat(stepsMax).isEqualTo(25_003);
                reported.add(steps);
              }
            });
    assertThat(reported).containsExactly(10_000L, 20_000L, 25_003L);
    assertThat(result.steps()).isEqualTo(25_003);
  }

  private static SimulationSpec spec(Workload workload, long seed, long steps) {
    return new SimulationSpec(workload, new UnifiedLru(), seed, steps);
  }

  private static List<Step> steps(SimulationSpec spec) {
    List<Step> steps = new ArrayList<>();
    Simulation.run(spec, collecting(steps));
    return steps;
  }

  private static SimulationListener collecting(List<Step> steps) {
    return new SimulationListener() {
      @Override
      public void stepped(long micros, Step step) {
        steps.add(step);
      }
    };
  }
}
