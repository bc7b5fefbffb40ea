/**
 * The speeds of the columnar cache beside those of its peers, in one JVM; with a peer that caches
 * Arrow IPC bytes.
 */
@NullMarked
package dev.lockstep.spark.tables.bench;

import org.jspecify.annotations.NullMarked;
