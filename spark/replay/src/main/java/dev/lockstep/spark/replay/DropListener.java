package dev.lockstep.spark.replay;

import org.apache.spark.storage.BlockId;

/** Is told when a block is about to be dropped from memory, and when that is over. */
interface DropListener {
  void dropBegins(BlockId id);

  void dropEnds();
}
