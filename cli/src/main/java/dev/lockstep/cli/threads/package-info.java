/** {@code explore-threads}: scenarios of threads on the real store, schedule by schedule. */
@NullMarked
package dev.lockstep.cli.threads;

import org.jspecify.annotations.NullMarked;
