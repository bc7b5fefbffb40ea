package dev.lockstep.spark.testkit;

/** What an engine can do wrong. */
enum Fault {
  NONE,
  /** A release that frees its payload twice. */
  RELEASES_TWICE,
  /** Frees what it removes, although Spark's release has done so. */
  FREES_WHAT_IT_REMOVES,
  LEAKS_ON_NO_SPACE,
  LEAKS_ON_DUPLICATE,
  LEAKS_WHEN_A_PUT_FAILS,
  /** Believes that Spark has copied the payload. */
  FREES_AT_PUT,
  /** A lock round everything, the calls into Spark and the release. */
  LOCKS_IN_RELEASE,
  /** Looks its payload up and reads it without asking Spark. */
  READS_WITHOUT_PIN,
  LEAKS_PINS,
  /** Takes its pins on a thread of its own, so that they belong to no task. */
  PINS_OUTSIDE_THE_TASK,
  /** No listener closes the reads of a task that ends. */
  LEAVES_READS_OPEN,
  /** A close that leaves its blocks to Spark, which stops later. */
  LEAVES_BLOCKS_AT_ITS_END,
  TAKES_PUTS_AFTER_ITS_END,
  RELEASE_THROWS_FIRST,
  /** A release that leaves the freeing to another thread. */
  FREES_LATER,
  RESERVES_TOO_LITTLE,
  RESERVES_ON_HEAP,
  /** An index by id alone: a refused duplicate takes the place of the resident payload. */
  OVERWRITES_THE_RESIDENT,
  /** A leak check that never finds anything. */
  COUNTS_NOTHING,
  FORGETS_THE_RDD
}
