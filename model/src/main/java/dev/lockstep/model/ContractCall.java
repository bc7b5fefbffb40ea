package dev.lockstep.model;

import java.util.ArrayList;
import java.util.List;

/** One call on the store while it works: the draft of the next state and what has happened. */
final class ContractCall {
  private final Constants constants;
  private final StoreState before;
  private final StoreState.Draft draft;
  private final List<Event> events = new ArrayList<>();
  private final List<Eviction> evictions = new ArrayList<>();
  private final List<Integer> queue = new ArrayList<>();
  private boolean fatal;

  ContractCall(Constants constants, StoreState before) {
    this.constants = constants;
    this.before = before;
    this.draft = new StoreState.Draft(before);
  }

  StoreState.Draft draft() {
    return draft;
  }

  /** Whether a release has thrown a fatal error, which ends the call (R7). */
  boolean fatal() {
    return fatal;
  }

  /** A block becomes the most recent entry; a native one begins a registration. */
  void enter(int b) {
    draft.append(b);
    if (constants.blocks().get(b).kind().isNative()) {
      draft.releases(b, 0);
    }
  }

  /**
   * UnifiedMemoryManager.acquireStorageMemory: borrow what execution leaves free, then evict. With
   * deferred releases the bytes of native victims are not there yet, so this may fail although the
   * victims are gone (R8).
   *
   * @return whether the units were granted
   */
  boolean acquireStorage(MemoryMode mode, int owner, int units) {
    int available = constants.pool(mode).max() - before.executionUsed(mode);
    if (units > available) {
      return false;
    }
    int storageFree = draft.pool(mode) - draft.used(mode);
    if (units > storageFree) {
      int executionFree = available - draft.pool(mode);
      int borrowed = Math.min(executionFree, units - storageFree);
      draft.pool(mode, draft.pool(mode) + borrowed);
      int lacking = units - storageFree - borrowed;
      if (lacking > 0) {
        evict(lacking, mode, owner);
      }
    }
    if (fatal || units > draft.pool(mode) - draft.used(mode)) {
      return false;
    }
    draft.used(mode, draft.used(mode) + units);
    return true;
  }

  /**
   * R4, MemoryStore.evictBlocksToFreeSpace.
   *
   * @return units given back: 0, or at least {@code space}; with deferred releases (R8) those of
   *     JVM victims alone, which may be fewer
   */
  int evict(int space, MemoryMode mode, int owner) {
    List<Integer> victims = new ArrayList<>();
    int reached = 0;
    for (int i = 0; i < draft.entryCount() && reached < space; i++) {
      int b = draft.entry(i);
      BlockSpec block = constants.blocks().get(b);
      boolean sameOwner = owner != BlockSpec.NO_OWNER && block.owner() == owner;
      if (block.mode() == mode && before.unlocked(b) && !sameOwner) {
        victims.add(b);
        reached += block.size();
      }
    }
    if (reached < space) {
      victims.clear();
    }
    evictions.add(new Eviction(space, mode, owner, victims.stream().map(this::id).toList()));
    int usedBefore = draft.used(mode);
    victims.forEach(b -> drop(b, true));
    return usedBefore - draft.used(mode);
  }

  /**
   * R6: the entry leaves, release runs, the bytes go back, the block info goes. A deferred release
   * (R8) is queued, and the bytes with it; the block info does not wait.
   */
  void drop(int b, boolean forgets) {
    BlockSpec block = constants.blocks().get(b);
    draft.leave(b);
    events.add(new Event(Event.Kind.LEAVES, block.id()));
    if (block.kind().isNative() && constants.deferredRelease()) {
      queue.add(b);
    } else {
      end(b);
    }
    if (forgets) {
      events.add(new Event(Event.Kind.FORGOTTEN, block.id()));
    }
  }

  /** R8: what is queued runs in order, without the monitor. */
  void settle() {
    queue.forEach(this::end);
    queue.clear();
  }

  private void end(int b) {
    BlockSpec block = constants.blocks().get(b);
    if (block.kind().isNative()) {
      draft.releases(b, draft.releases(b) + 1);
      events.add(new Event(Event.Kind.RELEASED, block.id()));
      fatal |= block.release() == ReleaseBehaviour.FATAL;
    }
    draft.used(block.mode(), draft.used(block.mode()) - block.size());
    events.add(new Event(Event.Kind.RETURNED, block.id()));
  }

  /**
   * The finished step; a fatal error takes the place of the result. What is still queued runs after
   * the call, on another thread: its fatal errors are not the call's (R7).
   */
  Response taken(Action action, Result result, int amount) {
    Result told = fatal ? Result.FATAL : result;
    settle();
    Outcome outcome = new Outcome(told, amount, events, evictions);
    return new Response.Taken(new Step(before, action, outcome, draft.done()));
  }

  private String id(int b) {
    return constants.blocks().get(b).id();
  }
}
