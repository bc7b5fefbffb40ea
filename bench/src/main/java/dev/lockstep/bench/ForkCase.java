package dev.lockstep.bench;

/** What one fork measures of the cost of calls. */
public sealed interface ForkCase extends JmhCase permits StoreCase, ReadCase {

  /** Threads that make the calls at the same time. */
  int threads();
}
