package dev.lockstep.spark.context.probes;

import java.io.Serializable;

/** What a probe does in the JVM of a block manager, inside a task; it returns what it saw. */
@FunctionalInterface
public interface StoreTask extends Serializable {
  String run(Site site) throws Exception;
}
