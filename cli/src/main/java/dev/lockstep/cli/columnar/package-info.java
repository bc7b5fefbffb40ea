/** The checks of the columnar cache in real Spark sessions (S1 to S8). */
@NullMarked
package dev.lockstep.cli.columnar;

import org.jspecify.annotations.NullMarked;
