/**
 * Benchmarks of Spark's memory store, stock against patched and native against serialized blocks.
 * Sees no Spark: the store itself runs in a class loader of its own ({@link
 * dev.lockstep.bench.StoreLoader}), in a JVM of its own ({@link dev.lockstep.bench.JmhFork}).
 */
@NullMarked
package dev.lockstep.bench;

import org.jspecify.annotations.NullMarked;
