package dev.lockstep.model.tlc;

import java.util.Arrays;

/** A growing array of primitive ints: the edges of a graph are too many to box. */
final class IntArray {
  private int[] elements = new int[1024];
  private int size;

  void add(int element) {
    if (size == elements.length) {
      elements = Arrays.copyOf(elements, size * 2);
    }
    elements[size++] = element;
  }

  int size() {
    return size;
  }

  int[] toArray() {
    return Arrays.copyOf(elements, size);
  }
}
