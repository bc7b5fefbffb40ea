/** The main job: every check at small scope, and one verdict a rule. */
@NullMarked
package dev.lockstep.cli.verify;

import org.jspecify.annotations.NullMarked;
