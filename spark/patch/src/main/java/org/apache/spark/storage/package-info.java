/**
 * Native blocks in Spark's storage: the Java that the woven Spark classes call, and its public API.
 *
 * <p>In Spark's own package, since Scala's {@code private[spark]} is no bar in bytecode. Start at
 * {@link org.apache.spark.storage.NativeBlockStore}.
 */
@NullMarked
package org.apache.spark.storage;

import org.jspecify.annotations.NullMarked;
