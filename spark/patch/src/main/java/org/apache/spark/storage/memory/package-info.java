/** Native entries in {@code MemoryStore}: accounting, eviction, release. */
@NullMarked
package org.apache.spark.storage.memory;

import org.jspecify.annotations.NullMarked;
