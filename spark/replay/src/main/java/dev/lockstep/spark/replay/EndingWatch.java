package dev.lockstep.spark.replay;

import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Event;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.ReleaseBehaviour;
import dev.lockstep.traces.Anomaly;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfo;
import org.apache.spark.storage.BlockInfoWrapper;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * Sees entries end (R6). It looks at the store wherever a call lets it: before and after each drop,
 * when a release begins, before and after storage bytes go back in a drop, and when the call is
 * over. What has changed since the last look becomes an event.
 *
 * <p>What happened on two sides of a look is in the order in which it happened:
 *
 * <ul>
 *   <li>A release against the entry, the bytes and the info of its block: where these are as it
 *       begins decides which of their events stand before it.
 *   <li>In a drop or a removal, the return of the bytes against the entry and the info, of JVM
 *       entries, too; and what one drop does against what the next does.
 * </ul>
 *
 * <p>What happened between two looks is put in the order that R6 asks for, within a block, and from
 * the least recent block on: that order is assumed. So it is with the return of bytes in a clear,
 * with a block info that goes after the last look of a drop but before something else changes, and
 * with what goes while a release runs, which is seen after it.
 *
 * <p>Bytes are one number for all entries of a mode. They count as a block's own if they go back
 * between the beginning and the end of its drop, where a sound store moves no others. Where
 * releases are deferred (R8), those of blocks dropped earlier in the call are still missing then;
 * so bytes in a drop are that block's, and bytes after the call go to the oldest that lacks them.
 */
final class EndingWatch implements DropListener {
  private final StoreParts parts;
  private final BlockIds ids;
  private final boolean deferred;
  private final List<Ending> residents = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final List<Anomaly> anomalies = new ArrayList<>();
  private final long[] usedBefore = new long[MemoryMode.values().length];
  private Thread caller = Thread.currentThread();
  private long task;
  private boolean clears;
  private boolean drops;
  private @Nullable BlockId dropped;
  private boolean settles;
  private boolean fatal;
  private Pins pins = new Pins();

  /**
   * @param deferred R8: whether releases are to run after the call, without the monitor
   */
  EndingWatch(StoreParts parts, BlockIds ids, boolean deferred) {
    this.parts = parts;
    this.ids = ids;
    this.deferred = deferred;
    parts.memory().watch(this::bytesMove);
  }

  /** An entry that was there when the call began. */
  private static final class Ending {
    final BlockSpec block;
    final BlockId id;
    boolean left;
    boolean released;
    boolean returned;
    boolean forgotten;

    Ending(BlockSpec block, BlockId id) {
      this.block = block;
      this.id = id;
    }

    boolean mayReturn() {
      // The bytes of an empty reservation are back before they are missed: ask the release.
      return left && !returned && (block.size() > 0 || released || !block.kind().isNative());
    }
  }

  /** Whose pins forbid a release. */
  void pinsAre(Pins pins) {
    this.pins = pins;
  }

  /** A call begins, made by the current thread as a task; one that clears ignores block locks. */
  void callBegins(long task, boolean clears) {
    this.caller = Thread.currentThread();
    this.task = task;
    this.clears = clears;
    this.drops = false;
    this.dropped = null;
    events.clear();
    anomalies.clear();
    residents.clear();
    synchronized (parts.store().entries) {
      for (BlockId id : parts.store().entries.keySet()) {
        BlockSpec block = ids.specs().get(id);
        if (block != null) {
          residents.add(new Ending(block, id));
        }
      }
    }
    if (clears) {
      // Stock clears its two kinds at once; natives have gone one by one before that.
      residents.sort((a, b) -> Boolean.compare(isJvm(a), isJvm(b)));
    }
    rebase();
  }

  private static boolean isJvm(Ending ending) {
    return ending.block.kind() != BlockKind.NATIVE;
  }

  /** The call is over. */
  void callEnds() {
    look(clears);
  }

  /** R8: the queue of a deferring store is about to run, after the call. */
  void settleBegins() {
    rebase();
    drops = true;
    settles = true;
    fatal = false;
  }

  /**
   * The queue has run.
   *
   * @param heard whether a fatal error came out of it (R7)
   */
  void settleEnds(boolean heard) {
    look(true);
    drops = false;
    settles = false;
    if (fatal && !heard) {
      anomaly("R7", "the fatal error of a deferred release was lost");
    }
  }

  /** A drop of some block begins by a caller who takes its lock later on. */
  void removalBegins() {
    look(false);
    rebase();
    drops = true;
  }

  @Override
  public void dropBegins(BlockId id) {
    removalBegins();
    dropped = id;
    checkLock("the drop of " + ids.nameOf(id), id);
  }

  @Override
  public void dropEnds() {
    look(true);
    drops = false;
    dropped = null;
  }

  /** Storage bytes are about to go back, or have just gone back. */
  private void bytesMove() {
    if (drops) {
      look(true);
    }
  }

  /** A release callback begins: R5 and R8 say where it may. */
  void releaseBegins(BlockSpec block) {
    look(true);
    String what = "the release of " + block.id();
    // First, because a reader of freed memory is worse than a lock not held.
    if (!clears && pins.isPinned(block)) {
      anomaly("R5", what + " runs while the block is pinned");
    }
    if (deferred) {
      checkFree(what);
    } else {
      checkLock(what, ids.of(block));
      if (!Thread.holdsLock(parts.memory())) {
        anomaly("R8", what + " runs without the monitor");
      }
    }
  }

  /** R8, deferred: after the call, without the monitor, and nobody's write lock in its way. */
  private void checkFree(String what) {
    if (!settles && !clears) {
      anomaly("R8", what + " runs inside the call, though it is deferred");
    }
    if (Thread.holdsLock(parts.memory())) {
      anomaly("R8", what + " runs under the monitor, though it is deferred");
    }
    for (BlockInfoWrapper wrapper : parts.locks().blockInfoWrappers.values()) {
      if (wrapper.info().writerTask() != BlockInfo.NO_WRITER()) {
        anomaly("R8", what + " runs while task " + wrapper.info().writerTask() + " write-locks");
      }
    }
  }

  /** A release callback has freed its payload and is about to return or throw. */
  void releaseEnds(BlockSpec block) {
    events.add(new Event(Event.Kind.RELEASED, block.id()));
    fatal |= block.release() == ReleaseBehaviour.FATAL;
    for (Ending ending : residents) {
      if (ending.block.equals(block)) {
        ending.released = true;
      }
    }
  }

  List<Event> events() {
    return events;
  }

  List<Anomaly> anomalies() {
    return anomalies;
  }

  private void checkLock(String what, BlockId id) {
    if (Thread.currentThread() != caller) {
      anomaly("R8", what + " runs on another thread");
    }
    if (clears) {
      return;
    }
    Option<BlockInfo> info = parts.locks().get(id);
    if (info.isEmpty() || info.get().writerTask() != task) {
      anomaly("R8", what + " runs without the block's write lock");
    }
  }

  private void rebase() {
    for (MemoryMode mode : MemoryMode.values()) {
      usedBefore[mode.ordinal()] = used(mode);
    }
  }

  private long used(MemoryMode mode) {
    return parts.storagePool(mode).memoryUsed();
  }

  private void look(boolean bytesToo) {
    for (Ending ending : residents) {
      String block = ending.block.id();
      if (!ending.left && !parts.store().contains(ending.id)) {
        ending.left = true;
        events.add(new Event(Event.Kind.LEAVES, block));
      }
      if (bytesToo && isTurnOf(ending) && ending.mayReturn() && takeBack(ending.block)) {
        ending.returned = true;
        events.add(new Event(Event.Kind.RETURNED, block));
      }
      if (!clears && !ending.forgotten && !parts.locks().blockInfoWrappers.containsKey(ending.id)) {
        ending.forgotten = true;
        events.add(new Event(Event.Kind.FORGOTTEN, block));
      }
    }
  }

  private boolean isTurnOf(Ending ending) {
    return !deferred || dropped == null || dropped.equals(ending.id);
  }

  /** Whether a block's bytes have gone back since the last look; if so they are accounted for. */
  private boolean takeBack(BlockSpec block) {
    int mode = block.mode().ordinal();
    long bytes = Units.bytes(block.size());
    if (usedBefore[mode] - used(block.mode()) < bytes) {
      return false;
    }
    usedBefore[mode] -= bytes;
    return true;
  }

  private void anomaly(String rule, String text) {
    anomalies.add(new Anomaly(rule, text));
  }
}
