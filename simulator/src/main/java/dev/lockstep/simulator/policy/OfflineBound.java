package dev.lockstep.simulator.policy;

import dev.lockstep.simulator.store.StoreLayout;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * What no policy can do better, which knows all requests beforehand: an upper bound on hits.
 *
 * <p>Blocks of one size: the optimum itself, by Belady's MIN with bypassing (A study of replacement
 * algorithms for a virtual-storage computer, IBM Systems Journal 1966): of what is cached and what
 * is read, the block that comes back last goes.
 *
 * <p>Blocks of several sizes: finding the optimum is NP-hard. The bound is PFOO-L (Berger, Beckmann
 * and Harchol-Balter, Practical bounds on optimal caching with variable object sizes, SIGMETRICS
 * 2018). A hit keeps its block from the read before it, so it takes size times distance of the
 * memory times all requests; the hits that take least are counted until that is full. It is sound
 * since any policy that keeps within the memory also keeps within it on average. A fraction of a
 * hit is cut off for counts.
 *
 * <p>Both take a memory that storage has for itself: locks, execution memory and the same-RDD rule
 * only take from it. Each mode is bounded by itself. Not bounded is a policy that uses more memory
 * than there is (X3), nor one that puts what nobody has asked for.
 */
public final class OfflineBound {
  /** The name on the command line. */
  public static final String NAME = "offline";

  private static final int NEVER = Integer.MAX_VALUE;
  private static final int SIZE_BITS = 31;

  private final StoreLayout layout;
  private int[] touches = new int[1 << 10];
  private int count;

  /** A bound over requests that are added one by one. */
  public OfflineBound(StoreLayout layout) {
    this.layout = layout;
  }

  /**
   * What came of it.
   *
   * @param hits the most hits
   * @param hitUnits the most units that are hit, perhaps by other hits
   * @param reads reads in all
   * @param readUnits their units
   * @param exact whether some policy that knows the future reaches the hits
   */
  public record Bound(long hits, long hitUnits, long reads, long readUnits, boolean exact) {
    private Bound plus(Bound other) {
      return new Bound(
          hits + other.hits,
          hitUnits + other.hitUnits,
          reads + other.reads,
          readUnits + other.readUnits,
          exact && other.exact);
    }
  }

  /** The next read. */
  public void read(int block) {
    add(block, true);
  }

  /** A put that is no read: what keeps its block until then gains nothing by it. */
  public void put(int block) {
    add(block, false);
  }

  private void add(int block, boolean read) {
    if (count == touches.length) {
      touches = Arrays.copyOf(touches, count + (count >> 1));
    }
    touches[count++] = read ? block : -1 - block;
  }

  private static int block(int touch) {
    return touch < 0 ? -1 - touch : touch;
  }

  /** The bound over what was added. */
  public Bound bound() {
    return of(0).plus(of(1));
  }

  private Bound of(int mode) {
    int[] ofMode =
        Arrays.stream(touches, 0, count).filter(t -> layout.mode(block(t)) == mode).toArray();
    long reads = Arrays.stream(ofMode).filter(t -> t >= 0).count();
    long units = Arrays.stream(ofMode).filter(t -> t >= 0).mapToLong(layout::size).sum();
    long memory = layout.max(mode);
    int size = ofMode.length == 0 ? 0 : layout.size(block(ofMode[0]));
    if (size > 0 && Arrays.stream(ofMode).allMatch(t -> layout.size(block(t)) == size)) {
      long hits = belady(ofMode, (int) Math.min(Integer.MAX_VALUE, memory / size));
      return new Bound(hits, hits * size, reads, units, true);
    }
    long[] spans = spans(ofMode, memory);
    long budget = budget(memory, ofMode.length);
    boolean exact = ofMode.length == 0;
    return new Bound(mostHits(spans, budget), mostUnits(spans, budget), reads, units, exact);
  }

  /** Belady's MIN: of what is cached and what is read, the block that comes back last goes. */
  private long belady(int[] ofMode, int slots) {
    int[] next = new int[ofMode.length];
    int[] seen = new int[layout.blocks()];
    Arrays.fill(seen, NEVER);
    for (int i = ofMode.length - 1; i >= 0; i--) {
      next[i] = seen[block(ofMode[i])];
      seen[block(ofMode[i])] = ofMode[i] < 0 ? NEVER : i;
    }
    boolean[] cached = new boolean[layout.blocks()];
    PriorityQueue<Integer> lastFirst = new PriorityQueue<>(Comparator.reverseOrder());
    long hits = 0;
    int size = 0;
    for (int i = 0; i < ofMode.length; i++) {
      int block = block(ofMode[i]);
      hits += cached[block] ? 1 : 0;
      size += (next[i] == NEVER ? 0 : 1) - (cached[block] ? 1 : 0);
      cached[block] = next[i] != NEVER;
      if (next[i] != NEVER) {
        lastFirst.add(next[i]);
      }
      if (size > slots) {
        cached[block(ofMode[lastFirst.remove()])] = false;
        size--;
      }
    }
    return hits;
  }

  /** For each read of a block that was read before and fits: the distance, then the size. */
  private long[] spans(int[] ofMode, long memory) {
    int[] last = new int[layout.blocks()];
    Arrays.fill(last, -1);
    long[] spans = new long[ofMode.length];
    int n = 0;
    for (int i = 0; i < ofMode.length; i++) {
      int block = block(ofMode[i]);
      if (ofMode[i] >= 0 && last[block] >= 0 && layout.size(block) <= memory) {
        spans[n++] = (long) (i - last[block]) << SIZE_BITS | layout.size(block);
      }
      last[block] = i;
    }
    return Arrays.copyOf(spans, n);
  }

  /** The memory times all requests; where that is more than can be counted, the most that can. */
  private static long budget(long memory, int requests) {
    return Math.multiplyHigh(memory, requests) == 0 && memory * requests >= 0
        ? memory * requests
        : Long.MAX_VALUE;
  }

  private static long takes(long span) {
    return (span >>> SIZE_BITS) * (span & ((1L << SIZE_BITS) - 1));
  }

  private static long mostHits(long[] spans, long budget) {
    long[] takes = Arrays.stream(spans).map(OfflineBound::takes).sorted().toArray();
    long left = budget;
    int hits = 0;
    while (hits < takes.length && takes[hits] <= left) {
      left -= takes[hits++];
    }
    return hits;
  }

  /** A unit takes its distance, whatever the size of its block: the shortest distances first. */
  private static long mostUnits(long[] spans, long budget) {
    long[] shortestFirst = spans.clone();
    Arrays.sort(shortestFirst);
    long left = budget;
    long units = 0;
    for (long span : shortestFirst) {
      if (takes(span) > left) {
        return units + left / (span >>> SIZE_BITS);
      }
      left -= takes(span);
      units += span & ((1L << SIZE_BITS) - 1);
    }
    return units;
  }
}
