package dev.lockstep.model.lock;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/** The constants by position: what the actions and the properties ask over and over again. */
final class LockTerms {
  final LockConstants constants;
  final List<String> blocks;
  final int natives;
  final int storageMax;
  final int region;
  final int locksMax;
  final int demand;
  final int inner;

  /** Whether some release puts it. */
  final boolean innerIsPut;

  final int releaser;
  final boolean deferred;

  final boolean[] putter;
  final boolean[] reader;
  final boolean[] remover;
  final boolean[] asker;
  final boolean[] ender;
  final boolean[] stopper;
  final boolean[] engineLocker;

  final boolean[] fatal;
  final boolean[] waits;
  final boolean[] removes;
  final boolean[] puts;
  final boolean[] clears;
  final boolean[] dropFails;

  private final boolean[] owned;
  private final int[] sizes;
  private final boolean[] kept = new boolean[Mechanism.values().length];

  LockTerms(LockConstants constants) {
    this.constants = constants;
    this.blocks = constants.blocks();
    this.natives = constants.natives().size();
    this.storageMax = constants.storageMax();
    this.region = constants.region();
    this.locksMax = constants.locksMax();
    this.demand = constants.demand();
    this.releaser = constants.threads();
    this.deferred = constants.deferredRelease();
    LockConstants.Callers callers = constants.callers();
    this.putter = tasks(callers.putters());
    this.reader = tasks(callers.readers());
    this.remover = tasks(callers.removers());
    this.asker = tasks(callers.askers());
    this.ender = tasks(callers.enders());
    this.stopper = tasks(callers.stoppers());
    this.engineLocker = tasks(callers.engineLockers());
    LockConstants.Releases releases = constants.releases();
    this.fatal = blocks(releases.fatal());
    this.waits = blocks(releases.waiting());
    this.removes = blocks(releases.removing());
    this.puts = blocks(releases.putting());
    this.clears = blocks(releases.clearing());
    this.inner = blocks.indexOf(releases.inner());
    this.innerIsPut = !releases.putting().isEmpty();
    this.dropFails = blocks(constants.dropFails());
    this.owned = blocks(constants.owned());
    this.sizes = new int[blocks.size()];
    for (int b = 0; b < sizes.length; b++) {
      sizes[b] = constants.size2().contains(blocks.get(b)) ? 2 : 1;
    }
    for (Mechanism mechanism : Mechanism.values()) {
      kept[mechanism.ordinal()] = constants.keeps(mechanism);
    }
  }

  boolean keeps(Mechanism mechanism) {
    return kept[mechanism.ordinal()];
  }

  boolean isNative(int block) {
    return block >= 0 && block < natives;
  }

  int size(int block) {
    return sizes[block];
  }

  int size(BlockSequence sequence) {
    int sum = 0;
    for (int i = 0; i < sequence.size(); i++) {
      sum += sizes[sequence.get(i)];
    }
    return sum;
  }

  /** Whether both belong to the RDD; a block may be {@link Frame#NO_BLOCK}. */
  boolean sameOwner(int block, int other) {
    return block >= 0 && owned[block] && owned[other];
  }

  /** By task number; the thread of releases calls nothing. */
  private boolean[] tasks(SortedSet<Integer> numbers) {
    boolean[] members = new boolean[constants.threads() + 1];
    numbers.forEach(t -> members[t] = true);
    return members;
  }

  private boolean[] blocks(Set<String> ids) {
    boolean[] members = new boolean[blocks.size()];
    ids.forEach(id -> members[blocks.indexOf(id)] = true);
    return members;
  }
}
