/** What a run came to: counts that say who gains, who loses, and what the store paid for it. */
@NullMarked
package dev.lockstep.simulator.metrics;

import org.jspecify.annotations.NullMarked;
