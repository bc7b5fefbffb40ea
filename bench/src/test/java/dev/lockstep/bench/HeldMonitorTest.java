package dev.lockstep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeldMonitorTest {

  @Test
  void casesTakeTurnsAndNobodyIsTheFirst() {
    List<HoldCase> order = new ArrayList<>();
    HeldMonitor.measure(
        HeldMonitor.cases(),
        2,
        what -> {
          order.add(what);
          return new HoldTimes(1, 1, 1, 1);
        },
        done -> {});
    assertThat(order.get(0).beside()).isEqualTo(Beside.NOBODY);
    assertThat(order.subList(0, order.size() / 2)).isEqualTo(HeldMonitor.cases());
    assertThat(order.subList(order.size() / 2, order.size())).isEqualTo(HeldMonitor.cases());
  }

  @Test
  void percentilesAreTheForksMediansAndTheLongestIsTheLongest() {
    Map<HoldCase, Integer> forks = new HashMap<>();
    Map<HoldCase, HoldTimes> times =
        HeldMonitor.measure(
            HeldMonitor.cases(),
            3,
            what -> {
              int fork = forks.merge(what, 1, Integer::sum);
              return new HoldTimes(100, 10 * fork, 1000 / fork, fork == 2 ? 9000 : 8000);
            },
            done -> {});
    assertThat(times.values()).containsOnly(new HoldTimes(300, 20, 500, 9000));
  }
}
