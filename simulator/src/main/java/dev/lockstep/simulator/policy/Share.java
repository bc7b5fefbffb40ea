package dev.lockstep.simulator.policy;

import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.simulator.store.StoreLayout;
import java.math.BigDecimal;

/** The part of each mode's memory that a rival gives to the engine. */
final class Share {
  private Share() {}

  static void check(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new InvalidConstantException("share", "must be between 0 and 1, was " + share);
    }
  }

  /** The name of a policy with such a share: what is usual goes without saying. */
  static String named(String name, double share) {
    return share == Policies.SHARE
        ? name
        : name + ":" + BigDecimal.valueOf(share).stripTrailingZeros().toPlainString();
  }

  /** Units by mode, rounded down. */
  static long[] of(StoreLayout layout, double share) {
    return new long[] {(long) (layout.max(0) * share), (long) (layout.max(1) * share)};
  }
}
