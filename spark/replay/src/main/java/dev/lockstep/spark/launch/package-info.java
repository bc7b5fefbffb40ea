/**
 * Opens a Spark store from paths, in a class loader of its own: all that a caller needs who has no
 * Spark on its class path.
 */
@NullMarked
package dev.lockstep.spark.launch;

import org.jspecify.annotations.NullMarked;
