package dev.lockstep.model;

/**
 * One thing that happens to an entry as it ends, in the order of R6.
 *
 * @param kind what happens
 * @param block to which block
 */
public record Event(Kind kind, String block) {

  @Override
  public String toString() {
    return kind.word() + " " + block;
  }

  /** The four ends of an entry. JVM entries have no {@link #RELEASED}. */
  public enum Kind {
    /** The entry leaves the store's entries. */
    LEAVES,
    /** The release callback returns or throws. */
    RELEASED,
    /** The bytes go back to the storage pool. */
    RETURNED,
    /** The block info goes. */
    FORGOTTEN;

    /** The word that the specification and the traces use. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
