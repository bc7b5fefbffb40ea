/** {@code lockstep hunt}: searches, and what is made of what they find. */
@NullMarked
package dev.lockstep.cli.hunt;

import org.jspecify.annotations.NullMarked;
