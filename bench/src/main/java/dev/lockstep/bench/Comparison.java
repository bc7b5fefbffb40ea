package dev.lockstep.bench;

import static dev.lockstep.bench.StoreVariant.PATCHED;
import static dev.lockstep.bench.StoreVariant.STOCK;

import java.util.List;

/**
 * A claim that one case is not slower than another.
 *
 * @param name for the table
 * @param baseline the peer
 * @param candidate what must keep up with it
 * @param bar the ratio of candidate to baseline that must be possible
 */
public record Comparison(String name, Side baseline, Side candidate, double bar) {
  private static final double NO_SLOWER = 0.97;

  /**
   * One of the two.
   *
   * @param name for the table
   * @param what its forks measure
   */
  public record Side(String name, ForkCase what) {}

  /** R14, operation by operation, and native blocks against serialized ones of the same size. */
  public static final List<Comparison> ALL =
      List.of(
          stockAgainstPatched("put+evict", Operation.PUT_EVICT),
          stockAgainstPatched("get", Operation.GET),
          stockAgainstPatched("put+remove", Operation.PUT_REMOVE),
          new Comparison(
              "native put+evict",
              new Side("serialized", new StoreCase(PATCHED, Operation.PLAIN_PUT_EVICT)),
              new Side("native", new StoreCase(PATCHED, Operation.NATIVE_PUT_EVICT)),
              1.0));

  private static Comparison stockAgainstPatched(String name, Operation operation) {
    return new Comparison(
        name,
        new Side("stock", new StoreCase(STOCK, operation)),
        new Side("patched", new StoreCase(PATCHED, operation)),
        NO_SLOWER);
  }
}
