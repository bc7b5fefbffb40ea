/** {@code lockstep coverage}: what the corpus exercises, and the smallest part of it that does. */
@NullMarked
package dev.lockstep.cli.coverage;

import org.jspecify.annotations.NullMarked;
