package dev.lockstep.simulator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.Action;
import dev.lockstep.model.BlockKind;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.Result;
import dev.lockstep.simulator.metrics.KindCounts;
import dev.lockstep.simulator.metrics.Metrics;
import dev.lockstep.simulator.metrics.MonitorCost;
import dev.lockstep.simulator.policy.EvictionPolicy;
import dev.lockstep.simulator.policy.JvmCopy;
import dev.lockstep.simulator.policy.OfflineBound;
import dev.lockstep.simulator.policy.Policies;
import dev.lockstep.simulator.policy.PolicyStores;
import dev.lockstep.simulator.policy.UnifiedLru;
import dev.lockstep.simulator.policy.UnifiedLruWithoutOwners;
import dev.lockstep.simulator.policy.UnmanagedConsumer;
import dev.lockstep.simulator.store.CacheStore;
import dev.lockstep.simulator.workload.WorkloadSpec;
import dev.lockstep.simulator.workload.Workloads;
import dev.lockstep.traces.Replayer;
import dev.lockstep.traces.Trace;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimulationTest {
  /** Every sort of call: all kinds, both modes, removals, execution memory, ends of attempts. */
  private static final Map<String, String> BUSY =
      Map.of(
          "nativeShare", "0.4",
          "deserializedShare", "0.3",
          "sizeMax", "6",
          "demand", "6",
          "poolSize", "12",
          "holdMicros", "600",
          "removeShare", "0.1",
          "executionShare", "0.1");

  /** One task and blocks of one unit, given back at once: a plain cache. */
  private static final Map<String, String> PLAIN =
      Map.of("tasks", "1", "sizeMax", "1", "poolSize", "20", "holdMicros", "0");

  @Test
  void sameSeedSameResultAndSameTrace() {
    SimulationSpec spec = spec("zipf", BUSY, 7, 1_500);
    assertThat(Simulation.run(spec)).isEqualTo(Simulation.run(spec));
    Trace trace = TraceRecording.of(spec);
    assertThat(trace).isEqualTo(TraceRecording.of(spec));
    assertThat(trace.steps()).hasSizeGreaterThan(1_500);
    assertThat(trace.actions())
        .isNotEqualTo(TraceRecording.of(spec("zipf", BUSY, 8, 1_500)).actions());
  }

  /** The hash changes if a JDK draws other numbers, or if the simulation does anything else. */
  @Test
  void theActionsOfASeedAreTheSameOnEveryMachine() throws Exception {
    List<Action> actions = TraceRecording.of(spec("zipf", BUSY, 7, 1_500)).actions();
    byte[] hash =
        MessageDigest.getInstance("SHA-256")
            .digest(actions.toString().getBytes(StandardCharsets.UTF_8));
    assertThat(HexFormat.of().formatHex(hash, 0, 8)).isEqualTo("c9ca3ab9485579b8");
  }

  @Test
  void aBusySimulationMakesEverySortOfCallAndNoneThatIsRefused() {
    Trace trace = TraceRecording.of(spec("zipf", BUSY, 7, 8_000));
    assertThat(trace.actions().stream().map(Action::name).distinct())
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
    assertThat(trace.steps().stream().map(s -> s.observed().result()))
        .contains(Result.NO_SPACE, Result.REMOVED)
        .doesNotContain(Result.REFUSED, Result.WAITS, Result.FATAL, Result.DUPLICATE);
  }

  /** What a simulation did on its store is what the model says of the same calls. */
  @ParameterizedTest
  @MethodSource("dev.lockstep.simulator.workload.Workloads#names")
  void aTraceReplaysOnTheModel(String workload) {
    SimulationSpec spec = spec(workload, Map.of(), 7, 1_000);
    Trace trace = TraceRecording.of(spec);
    Replayer replayer =
        new Replayer(new ContractModel(trace.constants()), new PolicyStores(new UnifiedLru()));
    assertThat(replayer.replay(trace.actions())).isEmpty();
    long hits =
        trace.steps().stream()
            .filter(
                s -> s.observed().result() == Result.HIT || s.observed().result() == Result.PINNED)
            .count();
    assertThat(Simulation.run(spec).metrics().total().hits()).isEqualTo(hits);
  }

  /** However often a demand that waits is tried again. */
  @Test
  void theMonitorIsTakenOnceForEachCallThatTakesIt() {
    Map<String, String> settings =
        Map.of(
            "blocks", "8",
            "poolSize", "200",
            "demand", "150",
            "executionShare", "0.3",
            "removeShare", "0.1",
            "deserializedShare", "0.3");
    Map<Call, Integer> calls = new EnumMap<>(Call.class);
    SimulationResult result =
        Simulation.run(
            new SimulationSpec(
                Workloads.byName("zipf", settings),
                new UnifiedLru(),
                7,
                3_000,
                new MonitorCost(1_000, 0, 0)),
            new SimulationListener() {
              @Override
              public void called(
                  long micros, Call call, int task, int block, int mode, long units) {
                calls.merge(call, 1, Integer::sum);
              }
            });
    assertThat(result.waits().begun()).isGreaterThan(100);
    // Storage borrows nothing, so no demand evicts, and none counts before it is granted.
    calls.keySet().removeAll(List.of(Call.READ, Call.UNLOCK));
    // A removal of what is not there finds that out before.
    calls.put(Call.REMOVE, (int) result.metrics().total().removals());
    assertThat(result.metrics().monitor().micros())
        .isEqualTo(calls.values().stream().mapToLong(count -> count).sum());
  }

  /** A grant smaller than the demand once took a part of the task's other grant with it. */
  @Test
  void aTaskGivesBackWhatItWasGranted() {
    Map<String, String> settings = new HashMap<>(BUSY);
    settings.put("executionShare", "0.4");
    settings.put("operationsPerAttempt", "1000000");
    CacheStore[] store = new CacheStore[1];
    Map<Long, Integer> grants = new HashMap<>();
    int[] smaller = new int[1];
    Simulation.run(
        spec("zipf", settings, 7, 4_000),
        new SimulationListener() {
          @Override
          public void begun(CacheStore begun) {
            store[0] = begun;
          }

          @Override
          public void called(long micros, Call call, int task, int block, int mode, long units) {
            if (call == Call.ACQUIRE_EXECUTION) {
              smaller[0] += store[0].amount() < units ? 1 : 0;
              grants.merge(store[0].amount(), 1, Integer::sum);
            } else if (call == Call.RELEASE_EXECUTION) {
              assertThat(store[0].amount()).isEqualTo(units);
              assertThat(grants.merge(units, -1, Integer::sum)).isNotNegative();
            }
          }
        });
    assertThat(smaller[0]).isPositive();
  }

  @Test
  void waitsBeginAndEnd() {
    Map<String, String> contended = new HashMap<>(BUSY);
    contended.put("blocks", "8");
    contended.put("holdMicros", "5000");
    SimulationResult result = Simulation.run(spec("uniform", contended, 3, 8_000));
    assertThat(result.waits().begun()).isPositive();
    assertThat(result.waits().resolved()).isPositive();
    assertThat(result.waits().micros()).isPositive();
    assertThat(result.waits().left()).isLessThanOrEqualTo(4);
    assertThat(result.metrics().execution().unmet()).isPositive();
  }

  /** What went in has come out or is still there; every native block that came out was released. */
  @ParameterizedTest
  @MethodSource("dev.lockstep.simulator.policy.Policies#names")
  void countsBalance(String policy) {
    CacheStore[] last = new CacheStore[1];
    SimulationSpec spec = spec("zipf", BUSY, Policies.byName(policy), 7, 10_000);
    SimulationResult result =
        Simulation.run(
            spec,
            new SimulationListener() {
              @Override
              public void begun(CacheStore store) {
                last[0] = store;
              }
            });
    CacheStore store = last[0];
    long[] resident = new long[BlockKind.values().length];
    for (int b : store.order()) {
      resident[store.layout().kind(b).ordinal()]++;
    }
    boolean copies = policy.equals(JvmCopy.NAME);
    for (BlockKind kind : BlockKind.values()) {
      KindCounts counts = result.metrics().of(kind);
      assertThat(counts.hits() + counts.misses()).isPositive();
      if (!copies) {
        assertThat(counts.stored() - counts.evictions() - counts.removals())
            .as("%s", kind)
            .isEqualTo(resident[kind.ordinal()]);
      }
      assertThat(counts.releases())
          .isEqualTo(
              kind == BlockKind.NATIVE && !copies ? counts.evictions() + counts.removals() : 0);
    }
    for (int mode = 0; mode < 2; mode++) {
      assertThat(store.used(mode)).isLessThanOrEqualTo(store.pool(mode));
      assertThat(store.pool(mode) + store.executionUsed(mode))
          .isLessThanOrEqualTo(store.layout().max(mode));
    }
    assertThat(result.metrics().copiedUnits() > 0).isEqualTo(copies);
    assertThat(result.attempts()).isPositive();
  }

  /** A cyclic scan of more than fits is the worst case of LRU (hole 4). */
  @Test
  void aScanLargerThanMemoryHitsOnlyWhereNativeBlocksHaveAnOwner() {
    Map<String, String> large = Map.of("poolSize", "60", "nativeShare", "1");
    Metrics owned = Simulation.run(spec("scan", large, 1, 5_000)).metrics();
    assertThat(owned.total().hits()).isPositive();
    assertThat(owned.total().evictions()).isZero();
    SimulationSpec hole = spec("scan", large, new UnifiedLruWithoutOwners(), 1, 5_000);
    Metrics without = Simulation.run(hole).metrics();
    assertThat(without.total().hits()).isZero();
    assertThat(without.total().hitRatio()).hasValue(0);
    assertThat(without.total().releases()).isGreaterThan(4_000);
  }

  @Test
  void aScanThatFitsMissesEachBlockOnce() {
    Map<String, String> fits = new HashMap<>(PLAIN);
    fits.put("blocks", "20");
    KindCounts total = Simulation.run(spec("scan", fits, 1, 2_000)).metrics().total();
    assertThat(total.misses()).isEqualTo(20);
    assertThat(total.hits()).isEqualTo(1_980);
    assertThat(total.evictions()).isZero();
  }

  /** The oracle is the LRU of the JDK, fed with the same reads. */
  @Test
  void onePlainTaskHitsAsOftenAsAnAccessOrderedLinkedHashMap() {
    SimulationSpec spec = spec("zipf", PLAIN, 5, 10_000);
    KindCounts total = Simulation.run(spec).metrics().total();
    Map<Integer, Boolean> lru = new LinkedHashMap<>(16, 0.75f, true);
    long[] hits = new long[1];
    Simulation.run(
        spec,
        new SimulationListener() {
          @Override
          public void called(long micros, Call call, int task, int block, int mode, long units) {
            if (call == Call.READ) {
              if (lru.get(block) != null) {
                hits[0]++;
              } else {
                lru.put(block, true);
                if (lru.size() > 20) {
                  lru.remove(lru.keySet().iterator().next());
                }
              }
            }
          }
        });
    assertThat(hits[0]).isBetween(3_000L, 7_000L);
    assertThat(total.hits()).isEqualTo(hits[0]);
    assertThat(total.hitUnits()).isEqualTo(hits[0]);
  }

  /** Who keeps within the memory hits no more than the bound; X3 does not keep within it. */
  @ParameterizedTest
  @MethodSource("dev.lockstep.simulator.workload.Workloads#names")
  void noPolicyBeatsTheOfflineBound(String workload) {
    for (long memory : List.of(20L, 60L, 125L)) {
      WorkloadSpec spec = Workloads.byName(workload).withPoolSize(memory);
      OfflineBound.Bound bound = Reference.of(spec, 3, 4_000);
      for (EvictionPolicy policy : Policies.all()) {
        Metrics metrics = Simulation.run(new SimulationSpec(spec, policy, 3, 4_000)).metrics();
        boolean within = metrics.overMemoryUnits().values().stream().allMatch(over -> over <= 0);
        if (within) {
          assertThat(metrics.total().hits()).as(policy.name()).isLessThanOrEqualTo(bound.hits());
          assertThat(metrics.total().hitUnits())
              .as(policy.name())
              .isLessThanOrEqualTo(bound.hitUnits());
        } else {
          assertThat(policy.name()).isEqualTo(UnmanagedConsumer.NAME);
        }
      }
    }
  }

  @Test
  void progressIsReportedAndNoRequestTooMany() {
    List<Long> reported = new ArrayList<>();
    SimulationResult result =
        Simulation.run(
            spec("zipf", BUSY, 1, 25_003),
            new SimulationListener() {
              @Override
              public void progressed(CacheStore store, long micros, long requests) {
                reported.add(requests);
              }
            });
    assertThat(reported).containsExactly(10_000L, 20_000L, 25_003L);
    assertThat(result.requests()).isEqualTo(25_003);
  }

  private static SimulationSpec spec(
      String workload, Map<String, String> settings, long seed, long requests) {
    return spec(workload, settings, new UnifiedLru(), seed, requests);
  }

  private static SimulationSpec spec(
      String workload,
      Map<String, String> settings,
      EvictionPolicy policy,
      long seed,
      long requests) {
    return new SimulationSpec(Workloads.byName(workload, settings), policy, seed, requests);
  }
}
