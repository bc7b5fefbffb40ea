/** {@code lockstep mutants}: how good a net the harness is, and Spark's own suites beside it. */
@NullMarked
package dev.lockstep.cli.mutants;

import org.jspecify.annotations.NullMarked;
