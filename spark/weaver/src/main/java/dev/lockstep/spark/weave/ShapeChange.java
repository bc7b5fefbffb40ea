package dev.lockstep.spark.weave;

import java.util.List;

/**
 * What differs in the bytecode of a class between two Sparks. It is no difference in behaviour: a
 * compiler of another version, or another way to log, differs as well.
 *
 * @param className with dots, {@code org.apache.spark.storage.BlockInfoManager}
 * @param removed methods and fields that only the first has
 * @param added those that only the second has
 * @param changed methods of both whose code differs, their lambdas included
 */
public record ShapeChange(
    String className, List<String> removed, List<String> added, List<String> changed) {
  public ShapeChange {
    removed = List.copyOf(removed);
    added = List.copyOf(added);
    changed = List.copyOf(changed);
  }

  /** Whether nothing differs. */
  public boolean isEmpty() {
    return removed.isEmpty() && added.isEmpty() && changed.isEmpty();
  }
}
