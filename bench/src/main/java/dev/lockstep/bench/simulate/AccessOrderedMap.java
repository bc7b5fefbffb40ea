package dev.lockstep.bench.simulate;

import java.util.LinkedHashMap;
import java.util.Map;

/** The LRU that the JDK has: a {@link LinkedHashMap} in access order. Its keys are made before. */
final class AccessOrderedMap implements CacheUnderTest {
  private final Integer[] keys;
  private final int capacity;

  AccessOrderedMap(int blocks, int capacity) {
    this.keys = new Integer[blocks];
    for (int b = 0; b < blocks; b++) {
      keys[b] = b;
    }
    this.capacity = capacity;
  }

  @Override
  public Counts play(int[] requests) {
    Lru lru = new Lru(capacity);
    long hits = 0;
    for (int block : requests) {
      Integer key = keys[block];
      if (lru.get(key) != null) {
        hits++;
      } else {
        lru.put(key, key);
      }
    }
    return new Counts(hits, lru.evictions);
  }

  private static final class Lru extends LinkedHashMap<Integer, Integer> {
    private static final long serialVersionUID = 1L;

    private final int capacity;
    private long evictions;

    Lru(int capacity) {
      super(16, 0.75f, true);
      this.capacity = capacity;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Integer, Integer> eldest) {
      boolean evicts = size() > capacity;
      evictions += evicts ? 1 : 0;
      return evicts;
    }
  }
}
