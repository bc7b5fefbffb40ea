/** What woven code calls to say that it ran; the only package of this module that Spark sees. */
@NullMarked
package dev.lockstep.spark.mutants.probe;

import org.jspecify.annotations.NullMarked;
