package dev.lockstep.spark.replay;

import dev.lockstep.model.BlockSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The open pins of each task, and what a scan under them would read (R11). */
final class Pins {
  private final Map<Integer, Map<BlockSpec, ArrayDeque<Pin>>> byTask = new HashMap<>();

  /** One open pin. */
  record Pin(NativeStore.Pin handle, Registration registration) {
    /** Reads the payload, then closes the handle. */
    void readAndClose() {
      registration.read();
      handle.close();
    }
  }

  void add(int task, BlockSpec block, Pin pin) {
    byTask
        .computeIfAbsent(task, t -> new HashMap<>())
        .computeIfAbsent(block, b -> new ArrayDeque<>())
        .push(pin);
  }

  /** Takes out the latest open pin of a task on a block. */
  @Nullable Pin takeLatest(int task, BlockSpec block) {
    Map<BlockSpec, ArrayDeque<Pin>> byBlock = byTask.get(task);
    ArrayDeque<Pin> open = byBlock == null ? null : byBlock.get(block);
    return open == null ? null : open.poll();
  }

  /** Takes out the pins of a task that has ended. */
  List<Pin> takeAll(int task) {
    List<Pin> taken = new ArrayList<>();
    Map<BlockSpec, ArrayDeque<Pin>> byBlock = byTask.remove(task);
    if (byBlock != null) {
      byBlock.values().forEach(taken::addAll);
    }
    return taken;
  }

  /** Takes out the pins of all tasks. */
  List<Pin> takeAll() {
    List<Pin> taken = new ArrayList<>();
    for (int task : List.copyOf(byTask.keySet())) {
      taken.addAll(takeAll(task));
    }
    return taken;
  }

  boolean isPinned(BlockSpec block) {
    for (Map<BlockSpec, ArrayDeque<Pin>> byBlock : byTask.values()) {
      ArrayDeque<Pin> open = byBlock.get(block);
      if (open != null && !open.isEmpty()) {
        return true;
      }
    }
    return false;
  }
}
