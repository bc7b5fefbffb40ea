package dev.lockstep.model.lock;

import dev.lockstep.model.lock.LockProperty.Invariant;
import dev.lockstep.model.lock.LockProperty.NoDeadlock;
import dev.lockstep.model.lock.LockProperty.StepProperty;
import java.util.Collection;
import java.util.List;

/**
 * The safety properties of {@code MemoryStoreProperties.tla}, of one instance of the model. {@code
 * TypeOK} is Java's business; refinement and liveness are TLC's.
 */
public final class LockProperties {
  private final LockTerms terms;
  private final List<LockProperty> all;

  public LockProperties(LockConstants constants) {
    this.terms = new LockTerms(constants);
    MonitorProperties monitors = new MonitorProperties(terms);
    CallProperties calls = new CallProperties(terms);
    EvictionProperties evictions = new EvictionProperties(terms);
    ReleaseProperties releases = new ReleaseProperties(constants.deferredRelease());
    this.all =
        List.of(
            new Invariant("MonitorInv", MonitorProperties::monitor),
            new Invariant("EngineLockInv", MonitorProperties::engineLock),
            new Invariant("EnteredInv", monitors::entered),
            new StepProperty("R3MonitorProp", MonitorProperties::accountsByOwner),
            new Invariant("EntriesHeldInv", MonitorProperties::entriesHeld),
            new StepProperty("EntriesLockProp", MonitorProperties::orderStands),
            new Invariant("LocksHeldInv", LockProperties::locksHeld),
            new Invariant("ReadersOrWriterInv", LockProperties::readersOrWriter),
            new Invariant("R3AccountingInv", this::accounting),
            new Invariant("R4OneOrderInv", LockProperties::oneOrder),
            new StepProperty("R4EnoughProp", this::enough),
            new Invariant("R4SpaceInv", this::space),
            new StepProperty("R4TriedProp", this::tried),
            new Invariant("R5ReleaseInv", ReleaseProperties::releasedOnce),
            new Invariant("R5OnceInv", ReleaseProperties::neverTwice),
            new StepProperty("R5PinnedProp", ReleaseProperties::pinned),
            new Invariant("R6BytesInv", this::bytes),
            new Invariant("R8MonitorInv", releases::releasesUnderMonitor),
            new Invariant("R8TurnInv", releases::releasesByTurn),
            new StepProperty("R8OldestProp", releases::oldestFirst),
            new StepProperty("R7PutProp", calls::put),
            new StepProperty("R7FatalProp", evictions::fatal),
            new StepProperty("R4LookedUpProp", EvictionProperties::lookedUp),
            new StepProperty("R11LocksProp", CallProperties::locks),
            new StepProperty("R13LostProp", EvictionProperties::lost),
            new StepProperty("R13WakesProp", EvictionProperties::wakes),
            new Invariant("S4ScanInv", ReleaseProperties::scanned),
            new Invariant("R11PinnedInv", ReleaseProperties::readersHaveTheirBlock),
            new StepProperty("R11TouchProp", calls::touch),
            new StepProperty("R11EndProp", CallProperties::end),
            new StepProperty("R12TakesProp", CallProperties::takes),
            new StepProperty("R12ReclaimProp", calls::reclaim),
            new StepProperty("R12AskProp", calls::ask),
            new Invariant("R13StoppedInv", ReleaseProperties::stopped),
            new StepProperty("NeverReleasesPinned", ReleaseProperties::neverReleasedUnderPin),
            new NoDeadlock("NoDeadlockInv"));
  }

  /** Those of some names, in their order; names that are not of this list are left out. */
  public List<LockProperty> named(Collection<String> names) {
    return names.stream()
        .flatMap(name -> all.stream().filter(property -> property.name().equals(name)))
        .toList();
  }

  /** All of them. */
  public List<LockProperty> all() {
    return all;
  }

  // Locks

  /** No lock is held by nobody. */
  private static boolean locksHeld(LockView s) {
    for (int b = 0; b < s.blocks(); b++) {
      if (s.info(b) > LockView.NOBODY && !claims(s.stack(s.info(b)), b)) {
        return false;
      }
    }
    return true;
  }

  /** What holds a write lock: a put of the block, its removal, an eviction that chose it. */
  private static boolean claims(FrameStack stack, int block) {
    for (int i = 0; i < stack.depth(); i++) {
      Frame f = stack.get(i);
      boolean claims =
          switch (f.call) {
            case PUT -> f.block == block;
            case REMOVE ->
                f.block == block && (f.place == Place.MONITOR || f.place == Place.FORGET);
            case EVICT -> f.chosen.contains(block);
            default -> false;
          };
      if (claims) {
        return true;
      }
    }
    return false;
  }

  private static boolean readersOrWriter(LockView s) {
    for (int b = 0; b < s.blocks(); b++) {
      if (!s.ended() && s.info(b) != LockView.NOBODY && !s.unread(b)) {
        return false;
      }
    }
    return true;
  }

  // R3

  /** A stop sets the bytes to 0 whatever is in flight (D12). */
  private boolean accounting(LockView s) {
    return (s.ended() || s.used() == terms.size(s.lru()) + terms.size(s.queue()) + bytesOfFrames(s))
        && s.used() <= s.pool()
        && s.pool() <= terms.storageMax
        && s.executionUsed() <= terms.storageMax - s.pool();
  }

  /** What has left the map, or is not yet there, and whose bytes are in use. */
  private int bytesOfFrames(LockView s) {
    int sum = 0;
    for (int t = 1; t <= s.threads(); t++) {
      FrameStack stack = s.stack(t);
      for (int i = 0; i < stack.depth(); i++) {
        Frame f = stack.get(i);
        if (f.is(Call.PUT, Place.ADD) || f.call == Call.RELEASE) {
          sum += terms.size(f.block);
        } else if (f.call.clears() && f.place == Place.AWAIT) {
          sum += terms.size(f.chosen);
        }
      }
    }
    return sum;
  }

  /** R6: the bytes of a payload are accounted for until its release has ended. */
  private boolean bytes(LockView s) {
    return s.ended() || s.used() >= terms.size(s.lru()) + bytesOfFrames(s);
  }

  // R4

  private static boolean oneOrder(LockView s) {
    for (int i = 0; i < s.lru().size(); i++) {
      if (s.lru().count(s.lru().get(i)) > 1) {
        return false;
      }
    }
    return true;
  }

  /** An eviction begins to drop when, and only when, what it has locked reaches what was asked. */
  private boolean enough(LockView s, LockView after) {
    for (int t = 1; t <= s.threads(); t++) {
      FrameStack stack = s.stack(t);
      if (stack.in(Call.EVICT, Place.TRY) && !stack.sameAs(after.stack(t))) {
        Frame evict = stack.top();
        int gained = 0;
        if (!evict.rest.isEmpty()) {
          int victim = evict.rest.head();
          boolean taken = after.info(victim) == t && s.info(victim) != t;
          gained = taken ? terms.size(victim) : 0;
        }
        if (after.stack(t).in(Call.EVICT, Place.DROP) != (gained >= evict.n)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Nobody takes the space that an eviction has made before the put that it was made for. */
  private boolean space(LockView s) {
    if (terms.deferred || !terms.constants.releases().putting().isEmpty()) {
      return true;
    }
    for (int t = 1; t <= s.tasks(); t++) {
      if (s.stack(t).in(Call.PUT, Place.EVICTED)) {
        Frame put = s.stack(t).top();
        if (put.n > 0 && !put.failed && terms.size(put.block) > s.pool() - s.used()) {
          return false;
        }
      }
    }
    return true;
  }

  /** A candidate is left out only for its lock, when it was tried, or for its owner. */
  private boolean tried(LockView s, LockView after) {
    for (int t = 1; t <= s.threads(); t++) {
      FrameStack stack = s.stack(t);
      if (stack.in(Call.EVICT, Place.TRY)
          && !stack.top().rest.isEmpty()
          && !stack.sameAs(after.stack(t))) {
        int victim = stack.top().rest.head();
        boolean leftOut = after.info(victim) != t;
        if (leftOut
            && s.info(victim) == LockView.NOBODY
            && s.unread(victim)
            && !terms.sameOwner(stack.top().block, victim)) {
          return false;
        }
      }
    }
    return true;
  }
}
