/**
 * A columnar cache whose payloads are Arrow buffers: the example of docs/columnar.md, and what the
 * rules S1 to S8 are shown with.
 */
@NullMarked
package dev.lockstep.spark.arrow.cache;

import org.jspecify.annotations.NullMarked;
