/** The corpus under {@code traces/}: finding it, reading it, and making it anew byte for byte. */
@NullMarked
package dev.lockstep.traces.corpus;

import org.jspecify.annotations.NullMarked;
