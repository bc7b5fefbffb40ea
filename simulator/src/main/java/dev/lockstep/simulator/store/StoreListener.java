package dev.lockstep.simulator.store;

/** Hears what happens to entries inside a call, in order. Blocks are positions in the layout. */
public interface StoreListener {
  /** Hears nothing. */
  StoreListener NONE = new StoreListener() {};

  /** Somebody was asked to make room, once a call: so many units. */
  default void asked(long units) {}

  /**
   * A block was chosen to make room. It leaves after that, in the same call.
   *
   * @param stamp when it was put or read last; a larger stamp is more recent
   */
  default void evicted(int block, long stamp) {}

  /** The entry leaves. */
  default void left(int block) {}

  /** The payload of a native block is freed. */
  default void released(int block) {}

  /** The units of the entry are no longer in use. */
  default void returned(int block) {}

  /** The block info goes. */
  default void forgotten(int block) {}
}
