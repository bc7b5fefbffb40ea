/** {@code lockstep bench}: one command for each family of benchmarks, and one for all. */
@NullMarked
package dev.lockstep.cli.bench;

import org.jspecify.annotations.NullMarked;
