package dev.lockstep.schedule;

import org.jspecify.annotations.Nullable;

/**
 * What a thread that has stopped is about to do. It goes on until it stops again, so an operation
 * stands for all that it does in between. Compared by identity.
 */
public final class Operation {
  /** The kinds of operations. */
  public enum Kind {
    /** A thread's first. */
    START,
    /** A call of a scenario begins. */
    CALL,
    /** A lock or monitor is taken, when it is free. */
    LOCK,
    /** A lock is taken if it is free. */
    TRY_LOCK,
    /** A thread that was woken takes its lock again. */
    RELOCK,
    /** A concurrent collection is read or written. */
    ACCESS,
    /** A point with a name of its own. */
    NAMED
  }

  private final Kind kind;
  private final @Nullable Object resource;
  private final @Nullable Object key;
  private final boolean writes;
  private final String site;

  private Operation(
      Kind kind, @Nullable Object resource, @Nullable Object key, boolean writes, String site) {
    this.kind = kind;
    this.resource = resource;
    this.key = key;
    this.writes = writes;
    this.site = site;
  }

  static Operation start() {
    return new Operation(Kind.START, null, null, false, "start");
  }

  static Operation call(String what) {
    return new Operation(Kind.CALL, null, null, false, what);
  }

  static Operation lock(Kind kind, Object lock, String site) {
    return new Operation(kind, lock, null, true, site);
  }

  static Operation access(Object collection, @Nullable Object key, boolean writes, String site) {
    return new Operation(Kind.ACCESS, collection, key, writes, site);
  }

  static Operation named(String name, @Nullable Object about) {
    return new Operation(Kind.NAMED, null, about, false, name);
  }

  public Kind kind() {
    return kind;
  }

  /** The lock or collection; null if nobody else can be concerned. */
  public @Nullable Object resource() {
    return resource;
  }

  /** The key in the collection, null for all of it; what a named point is about. */
  public @Nullable Object key() {
    return key;
  }

  /** The method that does it, or the point's name. */
  public String site() {
    return site;
  }

  /** Whether the order of the two can matter. */
  public boolean dependsOn(Operation other) {
    return resource != null
        && resource == other.resource
        && (writes || other.writes)
        && (key == null || other.key == null || key.equals(other.key));
  }
}
