/**
 * The store at lock granularity: the Java twin of {@code spec/MemoryStore.tla}. Blocks are
 * positions in {@link dev.lockstep.model.lock.LockConstants#blocks}, threads are numbered from 1,
 * sizes are in units.
 */
@NullMarked
package dev.lockstep.model.lock;

import org.jspecify.annotations.NullMarked;
