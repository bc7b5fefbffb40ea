package dev.lockstep.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.ToLongFunction;

/** How long puts that evict hold the monitor, by what goes on beside them. */
public final class HeldMonitor {
  private static final List<Integer> THREADS = List.of(1, 8);

  private HeldMonitor() {}

  /** Nobody, then each of the others by one thread and by eight. */
  public static List<HoldCase> cases() {
    List<HoldCase> cases = new ArrayList<>(List.of(new HoldCase(Beside.NOBODY, 0)));
    for (int threads : THREADS) {
      for (Beside beside : Beside.values()) {
        if (beside != Beside.NOBODY) {
          cases.add(new HoldCase(beside, threads));
        }
      }
    }
    return List.copyOf(cases);
  }

  /**
   * Runs all forks, the cases by turns.
   *
   * @param rounds forks of each case
   * @param done told how many forks are done, after each
   * @return of each case the medians of its forks, of the maxima the greatest
   */
  public static Map<HoldCase, HoldTimes> measure(
      List<HoldCase> cases, int rounds, Function<HoldCase, HoldTimes> fork, IntConsumer done) {
    Map<HoldCase, List<HoldTimes>> all = new LinkedHashMap<>();
    int forks = 0;
    for (int round = 0; round < rounds; round++) {
      for (HoldCase what : cases) {
        all.computeIfAbsent(what, w -> new ArrayList<>()).add(fork.apply(what));
        done.accept(++forks);
      }
    }
    Map<HoldCase, HoldTimes> times = new LinkedHashMap<>();
    all.forEach((what, forked) -> times.put(what, together(forked)));
    return times;
  }

  private static HoldTimes together(List<HoldTimes> forks) {
    return new HoldTimes(
        forks.stream().mapToLong(HoldTimes::holds).sum(),
        median(forks, HoldTimes::p50Nanos),
        median(forks, HoldTimes::p99Nanos),
        forks.stream().mapToLong(HoldTimes::maxNanos).max().orElseThrow());
  }

  private static long median(List<HoldTimes> forks, ToLongFunction<HoldTimes> of) {
    List<HoldTimes> sorted = forks.stream().sorted(Comparator.comparingLong(of)).toList();
    return of.applyAsLong(sorted.get(sorted.size() / 2));
  }
}
