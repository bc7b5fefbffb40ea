package dev.lockstep.spark.plain;

import java.io.Serializable;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.RDDBlockId;
import scala.Option;

/**
 * Names an offloaded block (R2). Equality is by name, as of all of Spark's ids.
 *
 * <p>What needs weaving it can't have: {@code BlockId.apply} does not know the name.
 */
public final class OffloadedBlockId extends BlockId implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final int ownerRdd;

  private OffloadedBlockId(String name, int ownerRdd) {
    this.name = name;
    this.ownerRdd = ownerRdd;
  }

  /** A block that no RDD owns. */
  public static OffloadedBlockId of(String engine, String key) {
    return new OffloadedBlockId("offloaded_" + engine + "_" + key, -1);
  }

  /** A block of an RDD: making space for a block of that RDD never evicts it (R4). */
  public static OffloadedBlockId ofRdd(String engine, String key, int rdd) {
    return new OffloadedBlockId("offloaded_" + engine + "_" + key + "_of_" + rdd, rdd);
  }

  @Override
  public String name() {
    return name;
  }

  /** R4: the same-RDD rule of stock eviction asks here; it looks at the RDD alone. */
  @Override
  public Option<RDDBlockId> asRDDId() {
    return ownerRdd < 0 ? Option.empty() : Option.apply(new RDDBlockId(ownerRdd, 0));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OffloadedBlockId that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
