package dev.lockstep.model.tlc;

import java.util.Arrays;

/**
 * An exact numbering of states, each given by the numbers of its variables' values. Millions of
 * them fit, since no state is an object: the values of one variable are few, and shared.
 */
final class StateIds {
  private static final int VACANT = -1;

  private final int width;
  private int[] parts = new int[1 << 12];
  private int[] slots = vacant(1 << 12);
  private int size;

  /**
   * @param width how many variables a state has
   */
  StateIds(int width) {
    this.width = width;
  }

  int size() {
    return size;
  }

  /** The number of a state; the next one, which is then taken, if it is new. */
  int idOf(int[] state) {
    int slot = slotOf(state);
    if (slots[slot] != VACANT) {
      return slots[slot];
    }
    if ((size + 1) * width > parts.length) {
      parts = Arrays.copyOf(parts, Math.max(parts.length * 2, (size + 1) * width));
    }
    System.arraycopy(state, 0, parts, size * width, width);
    slots[slot] = size++;
    if (size * 2 > slots.length) {
      grow();
    }
    return size - 1;
  }

  private int slotOf(int[] state) {
    int mask = slots.length - 1;
    int slot = hash(state, 0) & mask;
    while (slots[slot] != VACANT && !isAt(slots[slot] * width, state)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean isAt(int from, int[] state) {
    return Arrays.equals(parts, from, from + width, state, 0, width);
  }

  private int hash(int[] from, int at) {
    long hash = 1;
    for (int i = 0; i < width; i++) {
      hash = (hash ^ from[at + i]) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
    }
    return (int) (hash * 0x94D049BB133111EBL >>> 32);
  }

  private void grow() {
    slots = vacant(slots.length * 2);
    int mask = slots.length - 1;
    for (int id = 0; id < size; id++) {
      int slot = hash(parts, id * width) & mask;
      while (slots[slot] != VACANT) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = id;
    }
  }

  private static int[] vacant(int length) {
    int[] array = new int[length];
    Arrays.fill(array, VACANT);
    return array;
  }
}
