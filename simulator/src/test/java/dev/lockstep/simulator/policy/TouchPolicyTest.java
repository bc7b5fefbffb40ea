package dev.lockstep.simulator.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.BlockKind;
import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.simulator.metrics.Metrics;
import dev.lockstep.simulator.run.Call;
import dev.lockstep.simulator.run.Simulation;
import dev.lockstep.simulator.run.SimulationListener;
import dev.lockstep.simulator.run.SimulationSpec;
import dev.lockstep.simulator.workload.Workloads;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each answer to hole 9 does to hits. */
class TouchPolicyTest {
  private static final long SEED = 5;
  private static final long REQUESTS = 10_000;
  private static final int BLOCKS_IN_MEMORY = 20;

  /** One task and blocks of one unit, given back at once: a plain cache. */
  private static final Map<String, String> PLAIN =
      Map.of(
          "tasks", "1",
          "sizeMax", "1",
          "poolSize", Integer.toString(BLOCKS_IN_MEMORY),
          "holdMicros", "0",
          "nativeShare", "1");

  /** The oracle is a queue: the JDK's map in the order of insertions, fed with the same reads. */
  @Test
  void withoutTouchesNativeBlocksGoFirstInFirstOut() {
    LinkedHashMap<Integer, Boolean> queue = new LinkedHashMap<>();
    long[] hits = new long[1];
    SimulationListener reads =
        new SimulationListener() {
          @Override
          public void called(long micros, Call call, int task, int block, int mode, long units) {
            if (call == Call.READ) {
              if (queue.containsKey(block)) {
                hits[0]++;
              } else {
                queue.put(block, true);
                if (queue.size() > BLOCKS_IN_MEMORY) {
                  queue.remove(queue.keySet().iterator().next());
                }
              }
            }
          }
        };
    SimulationSpec spec = spec("zipf", PLAIN, "touch-never");
    assertThat(Simulation.run(spec, reads).metrics().total().hits()).isEqualTo(hits[0]);
    assertThat(hits[0]).isBetween(3_000L, 7_000L);
    assertThat(run("zipf", PLAIN, UnifiedLru.NAME).total().hits()).isGreaterThan(hits[0]);
  }

  @ParameterizedTest
  @MethodSource("dev.lockstep.simulator.workload.Workloads#names")
  void oneTouchInOnePinIsEachPin(String workload) {
    assertThat(run(workload, Map.of(), "touch-one-in:1"))
        .isEqualTo(run(workload, Map.of(), UnifiedLru.NAME));
  }

  /** The cheaper touch keeps R4: hits, evictions and everything else are those of each pin. */
  @ParameterizedTest
  @MethodSource("dev.lockstep.simulator.workload.Workloads#names")
  void aBufferThatIsEmptiedBeforeEveryMoveIsEachPin(String workload) {
    assertThat(run(workload, Map.of(), "touch-buffer"))
        .isEqualTo(run(workload, Map.of(), UnifiedLru.NAME));
  }

  @Test
  void aBufferThatIsEmptiedBeforeEvictionsAloneIsNot() {
    assertThat(run("zipf", Map.of(), "touch-buffer-walk").total().hits())
        .isNotEqualTo(run("zipf", Map.of(), UnifiedLru.NAME).total().hits());
  }

  /** R14: nothing of this is seen without native blocks. */
  @Test
  void withoutNativeBlocksAllAreTheSame() {
    Map<String, String> jvm = Map.of("nativeShare", "0");
    Metrics each = run("zipf", jvm, UnifiedLru.NAME);
    for (EvictionPolicy policy : Policies.recency()) {
      assertThat(run("zipf", jvm, policy.name())).as(policy.name()).isEqualTo(each);
    }
  }

  /** The reply to the proposal: native blocks that are not touched are always among the oldest. */
  @Test
  void withoutTouchesNativeBlocksHitLessAndJvmBlocksMore() {
    Metrics each = run("zipf", Map.of(), UnifiedLru.NAME);
    Metrics never = run("zipf", Map.of(), "touch-never");
    assertThat(hits(never, BlockKind.NATIVE)).isLessThan(hits(each, BlockKind.NATIVE));
    assertThat(hits(never, BlockKind.SERIALIZED)).isGreaterThan(hits(each, BlockKind.SERIALIZED));
  }

  @Test
  void aNumberOfPinsIsAWholeOneAboveZero() {
    assertThat(Policies.byName("touch-one-in:32").name()).isEqualTo("touch-one-in:32");
    assertThat(Policies.byName("touch-one-in:8").name()).isEqualTo("touch-one-in");
    for (String wrong : new String[] {"0", "1.5", "many"}) {
      assertThatThrownBy(() -> Policies.byName("touch-one-in:" + wrong))
          .isInstanceOf(InvalidConstantException.class);
    }
  }

  private static long hits(Metrics metrics, BlockKind kind) {
    return metrics.of(kind).hits();
  }

  private static Metrics run(String workload, Map<String, String> settings, String policy) {
    return Simulation.run(spec(workload, settings, policy)).metrics();
  }

  private static SimulationSpec spec(String workload, Map<String, String> settings, String policy) {
    return new SimulationSpec(
        Workloads.byName(workload, settings), Policies.byName(policy), SEED, REQUESTS);
  }
}
