/**
 * The benchmarked operations. Loaded by {@link dev.lockstep.bench.StoreLoader} next to one Spark,
 * stock or patched; they call its public methods only.
 */
@NullMarked
package dev.lockstep.bench.store;

import org.jspecify.annotations.NullMarked;
