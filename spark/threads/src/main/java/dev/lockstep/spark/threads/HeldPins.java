package dev.lockstep.spark.threads;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.storage.PinnedNativeBlock;

/** The pins that tasks of a scenario have taken and not closed (R11). */
final class HeldPins {
  private record Held(long task, String block) {}

  private final Map<Held, List<PinnedNativeBlock>> pins = new HashMap<>();

  /** Those that the end of their task has taken away; their handles can still be closed. */
  private final Set<PinnedNativeBlock> lost = new HashSet<>();

  private final Set<Long> ended = new HashSet<>();

  void add(int task, BlockName block, PinnedNativeBlock pin) {
    pins.computeIfAbsent(new Held(task, block.name()), held -> new ArrayList<>()).add(pin);
    if (ended.contains((long) task)) {
      // Its task has ended before this thread could say that it had pinned.
      lost.add(pin);
    }
  }

  /** Closes the pin that the task took last. */
  void close(int task, BlockName block) {
    List<PinnedNativeBlock> held = pins.getOrDefault(new Held(task, block.name()), List.of());
    if (held.isEmpty()) {
      throw new IllegalArgumentException("task " + task + " has no pin on " + block.name());
    }
    held.remove(held.size() - 1).close();
  }

  /** The task has ended, or has given back all its locks. */
  void lose(long task) {
    ended.add(task);
    pins.forEach(
        (held, handles) -> {
          if (held.task() == task) {
            lost.addAll(handles);
          }
        });
  }

  /** Whether somebody has a pin on a block that has been neither closed nor lost. */
  boolean isPinned(BlockName block) {
    return pins.entrySet().stream()
        .filter(e -> e.getKey().block().equals(block.name()))
        .anyMatch(e -> !lost.containsAll(e.getValue()));
  }
}
