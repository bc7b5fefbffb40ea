package dev.lockstep.simulator.store;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The store of the contract with another answer to the question which pins touch a native block
 * (hole 9). Reads of JVM blocks touch always. The twin of {@code RivalTouch.tla}.
 */
public final class TouchStore extends ContractStore {
  /** In the place of a partition: the block is one by itself. */
  public static final int ALONE = -1;

  private final Touch touch;
  private final int every;

  /** The partition of each block, and the first and the last block of each partition. */
  private final int[] partitions;

  private final int[] firsts;
  private final int[] lasts;

  private final int[] untouched;
  private final boolean[] seen;

  /** Blocks pinned since it was last emptied, the last pinned last. */
  private final LinkedHashSet<Integer> buffer = new LinkedHashSet<>();

  /**
   * @param layout the blocks
   * @param listener hears of ends of entries
   * @param touch which pins touch
   * @param every of {@link Touch#SOME}: which pin of a block since its last touch
   * @param partitions of {@link Touch#SCAN}: of each block the number of its partition, or {@link
   *     #ALONE}
   */
  public TouchStore(
      StoreLayout layout, StoreListener listener, Touch touch, int every, int[] partitions) {
    super(layout, listener);
    this.touch = touch;
    this.every = every;
    this.partitions = partitions.clone();
    this.untouched = new int[touch == Touch.SOME ? layout.blocks() : 0];
    this.seen = new boolean[touch == Touch.SCAN ? layout.blocks() : 0];
    int count = 0;
    for (int partition : partitions) {
      count = Math.max(count, partition + 1);
    }
    this.firsts = new int[count];
    this.lasts = new int[count];
    Arrays.fill(firsts, layout.blocks());
    for (int b = 0; b < partitions.length; b++) {
      if (partitions[b] != ALONE) {
        firsts[partitions[b]] = Math.min(firsts[partitions[b]], b);
        lasts[partitions[b]] = b;
      }
    }
  }

  @Override
  protected void touch(int block) {
    if (!layout().isNative(block)) {
      beforeMove();
      super.touch(block);
      return;
    }
    switch (touch) {
      case NEVER -> {}
      case EACH -> super.touch(block);
      case SOME -> {
        untouched[block]++;
        if (untouched[block] == every) {
          untouched[block] = 0;
          super.touch(block);
        }
      }
      case SCAN -> scanned(block);
      case WALK, MOVE -> {
        // An earlier pin of the same block has no effect any more.
        buffer.remove(block);
        buffer.add(block);
      }
    }
  }

  /** A batch that the scan has pinned already begins another scan. */
  private void scanned(int block) {
    int partition = partitions[block];
    if (partition == ALONE) {
      super.touch(block);
      return;
    }
    if (seen[block] || !anySeen(partition)) {
      for (int b = firsts[partition]; b <= lasts[partition]; b++) {
        if (partitions[b] == partition) {
          seen[b] = false;
          if (resident(b)) {
            super.touch(b);
          }
        }
      }
    }
    seen[block] = true;
  }

  private boolean anySeen(int partition) {
    for (int b = firsts[partition]; b <= lasts[partition]; b++) {
      if (partitions[b] == partition && seen[b]) {
        return true;
      }
    }
    return false;
  }

  @Override
  protected void enter(int block, int size) {
    beforeMove();
    super.enter(block, size);
  }

  @Override
  protected void beforeWalk() {
    drain();
  }

  private void beforeMove() {
    if (touch == Touch.MOVE) {
      drain();
    }
  }

  private void drain() {
    buffer.forEach(super::touch);
    buffer.clear();
  }

  /** An entry's pins are forgotten with it. */
  @Override
  protected void end(int block, int mode, int size) {
    buffer.remove(block);
    if (touch == Touch.SOME) {
      untouched[block] = 0;
    }
    super.end(block, mode, size);
  }

  /** Blocks whose touch is still to be made up for, the last pinned last. */
  public List<Integer> buffer() {
    return List.copyOf(buffer);
  }

  /** Pins of a block since its last touch; 0 but for {@link Touch#SOME}. */
  public int untouched(int block) {
    return touch == Touch.SOME ? untouched[block] : 0;
  }

  /** Whether the scan of the block's partition that is under way has pinned it. */
  public boolean seen(int block) {
    return touch == Touch.SCAN && seen[block];
  }
}
