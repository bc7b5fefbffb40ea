package dev.lockstep.spark.testkit;

import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.PinnedNativeBlock;

/** The ways in which a registration ends (R5). */
enum Ending {
  EVICTED_FOR_NATIVE("evicted for another engine's block") {
    @Override
    void act(EngineLab lab, NativeBlockId a, NativeBlockId b) {
      try (PinnedNativeBlock stays = lab.keep(b)) {
        Verdict.that(lab.press(EngineLab.SLOTS - 1), "R4: no space beside %s", stays.id());
      }
    }
  },
  EVICTED_FOR_JVM("evicted for a JVM block") {
    @Override
    void act(EngineLab lab, NativeBlockId a, NativeBlockId b) {
      try (PinnedNativeBlock stays = lab.keep(b)) {
        boolean stored = lab.putJvm(EngineLab.jvmBlock("jvm"), EngineLab.SLOTS - 1);
        lab.settle();
        Verdict.that(stored || !lab.has(a), "R4: %s was not evicted beside %s", a, stays.id());
      }
    }
  },
  REMOVED_BY_ENGINE("removed by the engine") {
    @Override
    void act(EngineLab lab, NativeBlockId a, NativeBlockId b) throws Exception {
      Verdict.that(lab.engine().remove(a), "R13: the engine removed %s and says it did not", a);
    }
  },
  REMOVED_BY_SPARK("removed by BlockManager.removeBlock") {
    @Override
    void act(EngineLab lab, NativeBlockId a, NativeBlockId b) {
      lab.manager().removeBlock(a, true);
    }
  },
  CLEARED("cleared with the memory store") {
    @Override
    void act(EngineLab lab, NativeBlockId a, NativeBlockId b) {
      lab.manager().memoryStore().clear();
      // A clear leaves the block infos; as in a stop, which clears them first.
      lab.manager().blockInfoManager().clear();
    }
  },
  STOPPED("released by BlockManager.stop") {
    @Override
    void act(EngineLab lab, NativeBlockId a, NativeBlockId b) {
      lab.manager().stop();
    }
  };

  private final String words;

  Ending(String words) {
    this.words = words;
  }

  abstract void act(EngineLab lab, NativeBlockId a, NativeBlockId b) throws Exception;

  /** Ends {@code a}, and {@code b} too if it can't be told apart, and waits for the releases. */
  void end(EngineLab lab, NativeBlockId a, NativeBlockId b) throws Exception {
    act(lab, a, b);
    lab.settle();
  }

  /** True if all blocks end. */
  boolean endsAll() {
    return this == CLEARED || this == STOPPED;
  }

  String words() {
    return words;
  }
}
