package dev.lockstep.model.lock;

import java.util.Arrays;

/**
 * A sequence of blocks, by position, that grows as needed. Outside this package it is read only.
 */
public final class BlockSequence {
  private byte[] blocks = new byte[8];
  private int size;

  BlockSequence() {}

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** The i-th block, from 0. */
  public int get(int i) {
    return blocks[i];
  }

  public boolean contains(int block) {
    return count(block) > 0;
  }

  /** How often the block is there. */
  public int count(int block) {
    int count = 0;
    for (int i = 0; i < size; i++) {
      count += blocks[i] == block ? 1 : 0;
    }
    return count;
  }

  public int head() {
    return blocks[0];
  }

  void append(int block) {
    if (size == blocks.length) {
      blocks = Arrays.copyOf(blocks, size * 2);
    }
    blocks[size++] = (byte) block;
  }

  void dropHead() {
    size--;
    System.arraycopy(blocks, 1, blocks, 0, size);
  }

  /** Takes all of one block out. */
  void without(int block) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (blocks[i] != block) {
        blocks[kept++] = blocks[i];
      }
    }
    size = kept;
  }

  void clear() {
    size = 0;
  }

  void copyFrom(BlockSequence other) {
    clear();
    for (int i = 0; i < other.size; i++) {
      append(other.blocks[i]);
    }
  }

  boolean sameAs(BlockSequence other) {
    return Arrays.equals(blocks, 0, size, other.blocks, 0, other.size);
  }

  /** Writes the size and then the blocks; returns the position after them. */
  int encode(byte[] out, int at) {
    int position = at;
    out[position++] = (byte) size;
    for (int i = 0; i < size; i++) {
      out[position++] = blocks[i];
    }
    return position;
  }

  int decode(byte[] in, int at) {
    clear();
    int count = in[at];
    for (int i = 1; i <= count; i++) {
      append(in[at + i]);
    }
    return at + 1 + count;
  }

  @Override
  public String toString() {
    return Arrays.toString(Arrays.copyOf(blocks, size));
  }
}
