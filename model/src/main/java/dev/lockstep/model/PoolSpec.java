package dev.lockstep.model;

/**
 * The memory of one mode.
 *
 * @param max units shared by storage and execution
 * @param region units that execution cannot take back from storage (the storage region)
 */
public record PoolSpec(int max, int region) {
  public PoolSpec {
    if (max < 0) {
      throw new InvalidConstantException("max", "must be at least 0, was " + max);
    }
    if (region < 0 || region > max) {
      throw new InvalidConstantException(
          "region", "must be between 0 and max (" + max + "), was " + region);
    }
  }
}
