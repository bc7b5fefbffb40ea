package dev.lockstep.bench;

import static dev.lockstep.bench.StoreVariant.PATCHED;
import static dev.lockstep.bench.StoreVariant.STOCK;

import java.util.ArrayList;
import java.util.List;

/**
 * A pin beside something that is like it (hole 9).
 *
 * @param peer what it is compared with
 * @param sharing which blocks the threads read
 * @param threads how many read at the same time
 */
public record PinComparison(Peer peer, Sharing sharing, int threads) {

  /** What a pin is compared with. */
  public enum Peer {
    /** A stock read of a JVM block: what Spark's own blocks pay for their place in the order. */
    GET(STOCK, Read.GET, Read.PIN),
    /** The same without the touch. */
    LOCK(PATCHED, Read.LOCK, Read.PIN),
    /** The same with a touch that is made up for later. */
    NOTE(PATCHED, Read.LOCK_AND_NOTE, Read.PIN),
    /** A scan of 1 MiB, alone and within a pin. */
    SCAN(PATCHED, Read.SCAN, Read.PIN_AND_SCAN);

    private final StoreVariant variant;
    private final Read baseline;
    private final Read candidate;

    Peer(StoreVariant variant, Read baseline, Read candidate) {
      this.variant = variant;
      this.baseline = baseline;
      this.candidate = candidate;
    }
  }

  /** Every peer at so many threads each; a scan is never of the same batch. */
  public static List<PinComparison> all(List<Integer> threads) {
    List<PinComparison> all = new ArrayList<>();
    for (int count : threads) {
      for (Sharing sharing : Sharing.values()) {
        all.add(new PinComparison(Peer.GET, sharing, count));
        all.add(new PinComparison(Peer.LOCK, sharing, count));
        all.add(new PinComparison(Peer.NOTE, sharing, count));
      }
      all.add(new PinComparison(Peer.SCAN, Sharing.OWN, count));
    }
    return List.copyOf(all);
  }

  /** As forks run it; no bar is set here, since a touch is not free. */
  public Comparison comparison() {
    return new Comparison(
        peer.candidate.name() + " " + sharing + " " + threads,
        side(peer.variant, peer.baseline),
        side(PATCHED, peer.candidate),
        0);
  }

  private Comparison.Side side(StoreVariant variant, Read read) {
    return new Comparison.Side(read.name(), new ReadCase(variant, read, sharing, threads));
  }
}
