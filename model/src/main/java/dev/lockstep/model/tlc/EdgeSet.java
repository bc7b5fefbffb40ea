package dev.lockstep.model.tlc;

/**
 * An exact set of (source, destination, label) in primitive arrays: three million edges take some
 * 100 MB where a set of objects would take four times that.
 */
final class EdgeSet {
  private static final int VACANT = -1;
  private long[] ends = new long[1 << 12];
  private int[] labels = vacant(1 << 12);
  private int size;

  int size() {
    return size;
  }

  /** Says whether the edge is new. */
  boolean add(int source, int destination, int label) {
    if (size * 2 >= labels.length) {
      grow();
    }
    return insert(((long) source << 32) | destination, label);
  }

  private boolean insert(long end, int label) {
    int mask = labels.length - 1;
    int slot = hash(end, label) & mask;
    while (labels[slot] != VACANT) {
      if (labels[slot] == label && ends[slot] == end) {
        return false;
      }
      slot = (slot + 1) & mask;
    }
    ends[slot] = end;
    labels[slot] = label;
    size++;
    return true;
  }

  private void grow() {
    long[] oldEnds = ends;
    int[] oldLabels = labels;
    ends = new long[oldEnds.length * 2];
    labels = vacant(oldLabels.length * 2);
    size = 0;
    for (int slot = 0; slot < oldLabels.length; slot++) {
      if (oldLabels[slot] != VACANT) {
        insert(oldEnds[slot], oldLabels[slot]);
      }
    }
  }

  private static int hash(long end, int label) {
    long mixed = (end + 0x9E3779B97F4A7C15L * (label + 1L)) * 0xBF58476D1CE4E5B9L;
    mixed ^= mixed >>> 29;
    mixed *= 0x94D049BB133111EBL;
    return (int) (mixed >>> 32);
  }

  private static int[] vacant(int length) {
    int[] array = new int[length];
    java.util.Arrays.fill(array, VACANT);
    return array;
  }
}
