package dev.lockstep.model.lock;

/**
 * What keeps the rules; a config may leave some out, to see which rule breaks then. The names are
 * those of the specification.
 */
public enum Mechanism {
  /** An eviction takes only what it can lock without waiting. */
  TryLock,
  /** An eviction that can't reach its space unlocks what it chose. */
  UnlockAfterFailure,
  /** An eviction that an error ends unlocks what it has not dropped. */
  Finally,
  /** An entry leaves before its release. */
  LeaveFirst,
  /** An entry's bytes go back after its release. */
  BytesLast,
  /** Accounting and eviction are under the memory manager's monitor. */
  Monitor,
  /** A drop looks again whether the entry is still there. */
  Recheck,
  /** Whoever gives a block lock back wakes those who wait for it. */
  Wake,
  /** A fatal error waits until all victims are dropped (R7). */
  Postpone,
  /** A release under the monitor never waits for a block lock (R8). */
  NoWaitInRelease,
  /** A task that removes a block holds nothing meanwhile (R11). */
  RemoveFirst,
  /** Execution is told what became free, not what was evicted (R8). */
  Remeasure,
  /** A scan reads under a pin (S4). */
  PinToScan,
  /** A stop releases pinned blocks as well, and does not wait (R13). */
  PinsAtStop,
  /** A put adds its entry only while its block info is there, and its task (R13). */
  InfoAtPut,
  /** A native put looks for an entry of its block before it reserves (R5). */
  EntryAtPut,
  /** An eviction takes entries of every kind (R4). */
  AllKinds,
  /** An eviction that can't reach its space drops nothing (R4). */
  AllOrNothing,
  /** Deferred releases run one at a time (R8). */
  Turns
}
