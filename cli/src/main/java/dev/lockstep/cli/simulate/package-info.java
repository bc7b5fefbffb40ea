/** {@code lockstep simulate}: policies compared on a workload or a recorded trace. */
@NullMarked
package dev.lockstep.cli.simulate;

import org.jspecify.annotations.NullMarked;
