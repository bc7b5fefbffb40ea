package org.apache.spark.storage;

import java.util.Optional;

/**
 * How a put that ends pinned has ended.
 *
 * @param result as of {@link NativeBlockStore#putNative}
 * @param pin there if the block was stored, unless the task of the putting thread has ended
 *     meanwhile and has lost it already
 */
public record PinnedPut(NativePutResult result, Optional<PinnedNativeBlock> pin) {}
