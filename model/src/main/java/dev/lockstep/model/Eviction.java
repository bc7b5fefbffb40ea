package dev.lockstep.model;

import java.util.List;

/**
 * One walk of the eviction through the recency order (R4).
 *
 * @param space units asked for
 * @param mode the pool that they are wanted in
 * @param owner the RDD that space is made for, or {@link BlockSpec#NO_OWNER}
 * @param victims the blocks dropped, least recent first; empty if the space could not be reached
 */
public record Eviction(int space, MemoryMode mode, int owner, List<String> victims) {
  public Eviction {
    victims = List.copyOf(victims);
  }
}
