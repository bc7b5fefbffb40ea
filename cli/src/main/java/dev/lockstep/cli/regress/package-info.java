/** {@code regress}: one Spark against another, and what differs in what they do. */
@NullMarked
package dev.lockstep.cli.regress;

import org.jspecify.annotations.NullMarked;
