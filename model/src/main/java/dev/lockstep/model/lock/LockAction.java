package dev.lockstep.model.lock;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * The actions of {@code MemoryStore.tla}, by its names and in its order. Each has the parameter
 * {@code t}, a thread, and some have {@code b}, a block.
 */
public enum LockAction {
  TakeEngineLock(Kind.BEGINS),
  LeaveEngineLock(Kind.GOES, Call.ENGINE),
  BeginPut(Kind.BEGINS_ON_BLOCK, Call.ENGINE),
  PutAcquires(Kind.GOES, Call.PUT),
  PutReacquires(Kind.GOES, Call.PUT),
  AddEntry(Kind.GOES, Call.PUT),
  PutUnlocks(Kind.GOES, Call.PUT),
  PutForgets(Kind.GOES, Call.PUT),
  TryVictim(Kind.GOES, Call.EVICT),
  GiveUp(Kind.GOES, Call.EVICT),
  DropVictim(Kind.GOES, Call.EVICT),
  ForgetVictim(Kind.GOES, Call.EVICT),
  ReleaseCalls(Kind.GOES, Call.RELEASE),
  ReleaseEnds(Kind.GOES, Call.RELEASE),
  RunQueued(Kind.GOES_FROM_IDLE, Call.STOP),
  ReturnBytes(Kind.GOES, Call.RELEASE),
  BeginRead(Kind.BEGINS_ON_BLOCK),
  ReadLocks(Kind.GOES, Call.READ),
  Touch(Kind.GOES, Call.READ),
  EndScan(Kind.GOES, Call.READ),
  Unlock(Kind.GIVES_BLOCK),
  BeginRemove(Kind.BEGINS_ON_BLOCK),
  RemoveLocks(Kind.GOES, Call.REMOVE),
  RemoveDrops(Kind.GOES, Call.REMOVE),
  RemoveForgets(Kind.GOES, Call.REMOVE),
  BeginAsk(Kind.BEGINS),
  GrowExecution(Kind.GOES, Call.ASK),
  TakeExecution(Kind.GOES, Call.ASK),
  GiveExecution(Kind.GIVES),
  BeginEnd(Kind.BEGINS),
  EndUnlocks(Kind.GIVES_BLOCK_IN_CALL, Call.END),
  EndGives(Kind.GOES, Call.END),
  BeginStop(Kind.BEGINS),
  StopForgets(Kind.GOES, Call.STOP),
  StopForgetsTasks(Kind.GOES, Call.STOP),
  ClearEnters(Kind.GOES, Call.STOP, Call.CLEAR),
  ClearDrops(Kind.GOES, Call.STOP, Call.CLEAR),
  ClearReleases(Kind.GOES, Call.STOP, Call.CLEAR),
  ClearEnds(Kind.GOES, Call.STOP, Call.CLEAR);

  /** What an action is to the thread that takes it. */
  private enum Kind {
    /** A task begins a call. */
    BEGINS,
    BEGINS_ON_BLOCK,
    /** A call goes on. */
    GOES,
    /** ... or the thread of releases takes one up. */
    GOES_FROM_IDLE,
    /** A task that is in no call gives something back. */
    GIVES,
    GIVES_BLOCK,
    /** A task that ends gives something back. */
    GIVES_BLOCK_IN_CALL
  }

  private final Kind kind;
  private final Set<Call> tops;

  LockAction(Kind kind, Call... tops) {
    this.kind = kind;
    this.tops = EnumSet.noneOf(Call.class);
    this.tops.addAll(Arrays.asList(tops));
  }

  /** Whether it has the parameter {@code b}. */
  public boolean onBlock() {
    return kind == Kind.BEGINS_ON_BLOCK
        || kind == Kind.GIVES_BLOCK
        || kind == Kind.GIVES_BLOCK_IN_CALL;
  }

  /** Whether a call that has begun goes on by it: {@code Goes} in the specification. */
  public boolean goes() {
    return kind == Kind.GOES || kind == Kind.GOES_FROM_IDLE;
  }

  /** Whether it ends a wait of others: {@code GivesLater} in the specification. */
  public boolean gives() {
    return kind == Kind.GIVES || kind == Kind.GIVES_BLOCK || kind == Kind.GIVES_BLOCK_IN_CALL;
  }

  /** Whether the thread that runs deferred releases can take it too. */
  boolean byReleaser() {
    return goes();
  }

  /** Whether a thread that is in no call may take it. */
  boolean fromIdle() {
    return kind != Kind.GOES && kind != Kind.GIVES_BLOCK_IN_CALL;
  }

  /** Whether a thread whose innermost frame is this call may take it. */
  boolean from(Call top) {
    return tops.contains(top);
  }
}
