/**
 * The JVM in which mutants live: classes are exchanged in it while they are loaded, and checks are
 * run on them. It reads what to do from standard input.
 */
@NullMarked
package dev.lockstep.spark.mutants.worker;

import org.jspecify.annotations.NullMarked;
