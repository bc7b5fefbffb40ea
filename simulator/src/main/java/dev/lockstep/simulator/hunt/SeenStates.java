package dev.lockstep.simulator.hunt;

/**
 * The states that an island has reached, by half of their fingerprints, in a table that does not
 * grow: it goes to another JVM and back with every round. A state takes the place of an older one
 * with the same place, and what is forgotten counts as new again, so a long hunt does not run out
 * of new states to be led by.
 */
final class SeenStates {
  private static final int PLACES = 1 << 16;

  private final int[] table;

  /** From the table of another; an empty one has seen nothing. */
  SeenStates(int[] table) {
    this.table = table.length == 0 ? new int[PLACES] : table.clone();
  }

  /** Whether a state is new, which it is not any more. */
  boolean add(long fingerprint) {
    int place = (int) fingerprint & (PLACES - 1);
    // 0 is an empty place.
    int half = Math.max(1, (int) (fingerprint >>> 33));
    boolean isNew = table[place] != half;
    table[place] = half;
    return isNew;
  }

  int[] table() {
    return table;
  }
}
