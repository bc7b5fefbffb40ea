package dev.lockstep.simulator.store;

import com.carrotsearch.hppc.LongIntHashMap;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/**
 * A number for each block that says what it is like. Blocks are mostly of a few sorts, so a byte
 * for each says which: that is a small part of the processor's caches where the numbers would fill
 * them. If there are more sorts than a byte can tell, the numbers themselves are kept.
 */
final class BlockFacts {
  private static final int SORTS_MAX = 256;
  private static final int BYTE = 0xFF;

  private final int countMax;
  private final long[] sorts = new long[SORTS_MAX];
  private final LongIntHashMap sortOf = new LongIntHashMap();
  private byte[] codes;
  private long[] numbers = {};
  private boolean coded = true;
  private int count;

  /** Of at most so many blocks. */
  BlockFacts(int countMax) {
    this.countMax = countMax;
    this.codes = new byte[countMax];
  }

  int count() {
    return count;
  }

  long of(int block) {
    return coded ? sorts[codes[block] & BYTE] : numbers[block];
  }

  /** The next block. */
  void add(long number) {
    if (coded) {
      int sort = sortOf.getOrDefault(number, sortOf.size());
      if (sort < SORTS_MAX) {
        if (sort == sortOf.size()) {
          sortOf.put(number, sort);
          sorts[sort] = number;
        }
        codes[count++] = (byte) sort;
        return;
      }
      keepNumbers();
    }
    numbers[count++] = number;
  }

  private void keepNumbers() {
    numbers = new long[countMax];
    Arrays.setAll(numbers, b -> b < count ? of(b) : 0);
    coded = false;
    codes = new byte[0];
  }

  /** The same blocks with other numbers. */
  BlockFacts mapped(LongUnaryOperator map) {
    BlockFacts mapped = new BlockFacts(count);
    for (int b = 0; b < count; b++) {
      mapped.add(map.applyAsLong(of(b)));
    }
    return mapped;
  }
}
