package dev.lockstep.traces;

/** A trace as it stands in a file, of either level. */
public sealed interface StoredTrace permits Trace, LockTrace {

  Trace.Level level();

  Trace.Origin origin();

  /** The seed that made it; 0 where no chance was involved. */
  long seed();

  /** How replaying it must end. */
  Trace.Expectation expect();

  /** How many steps it has. */
  int length();

  <R> R accept(Visitor<R> visitor);

  /** One answer for each level. */
  interface Visitor<R> {
    R contract(Trace trace);

    R lock(LockTrace trace);
  }
}
