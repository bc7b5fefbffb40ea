package dev.lockstep.spark.launch;

import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.model.lock.Mechanism;
import dev.lockstep.spark.faults.Fault;
import dev.lockstep.spark.faults.StoreFault;
import dev.lockstep.spark.faults.ThreadFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The faults that make the real store one without a mechanism of the specification. */
final class LeftOut {
  /** Those that are a matter of the caller have no fault: the caller leaves them out. */
  private static final Map<Mechanism, List<StoreFault>> FAULTS =
      Map.ofEntries(
          Map.entry(Mechanism.UnlockAfterFailure, List.of(Fault.LOCK_KEPT)),
          Map.entry(Mechanism.Finally, List.of(ThreadFault.NO_FINALLY)),
          Map.entry(Mechanism.LeaveFirst, List.of(Fault.RELEASE_BEFORE_LEAVE)),
          Map.entry(
              Mechanism.Wake,
              List.of(
                  ThreadFault.UNLOCK_WAKES_NOBODY,
                  ThreadFault.NATIVE_UNLOCK_WAKES_NOBODY,
                  ThreadFault.REMOVAL_WAKES_NOBODY)),
          Map.entry(
              Mechanism.Postpone, List.of(ThreadFault.FATAL_AT_ONCE, ThreadFault.ERROR_KEEPS_INFO)),
          Map.entry(Mechanism.NoWaitInRelease, List.of(ThreadFault.WAIT_IN_RELEASE)),
          Map.entry(Mechanism.Remeasure, List.of(ThreadFault.SUM_OF_SIZES)),
          Map.entry(Mechanism.InfoAtPut, List.of(ThreadFault.LATE_PUT)),
          Map.entry(Mechanism.PinToScan, List.of()),
          Map.entry(Mechanism.RemoveFirst, List.of()),
          Map.entry(Mechanism.BytesLast, List.of(Fault.BYTES_BEFORE_RELEASE)));

  private LeftOut() {}

  /** Why the real store can't do without some of them, or empty. */
  static Optional<InvalidConstantException> impossible(Set<Mechanism> without) {
    return without.stream()
        .filter(mechanism -> !FAULTS.containsKey(mechanism))
        .findFirst()
        .map(
            mechanism ->
                new InvalidConstantException(
                    "without", "the real store can't be run without " + mechanism));
  }

  /** What is done so that the store is without some of them. */
  static List<String> inWords(Set<Mechanism> without) {
    List<String> words = new ArrayList<>();
    for (Mechanism mechanism : without) {
      List<StoreFault> faults = Objects.requireNonNull(FAULTS.get(mechanism));
      faults.forEach(fault -> words.add("fault " + fault.faultName()));
      if (faults.isEmpty()) {
        words.add("callers without " + mechanism);
      }
    }
    return words;
  }

  /** The faults for mechanisms that the store can do without. */
  static List<StoreFault> faults(Set<Mechanism> without) {
    List<StoreFault> faults = new ArrayList<>();
    without.forEach(mechanism -> faults.addAll(FAULTS.getOrDefault(mechanism, List.of())));
    return faults;
  }
}
