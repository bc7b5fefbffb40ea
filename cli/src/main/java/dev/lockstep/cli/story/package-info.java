/** Interleavings of the lock level as stories for a person: a column a task, a step a line. */
@NullMarked
package dev.lockstep.cli.story;

import org.jspecify.annotations.NullMarked;
