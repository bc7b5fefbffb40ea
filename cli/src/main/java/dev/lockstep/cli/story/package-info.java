/**
 * Traces as stories for a person: interleavings in a column a task, calls with bars of their pools,
 * and a page that draws both.
 */
@NullMarked
package dev.lockstep.cli.story;

import org.jspecify.annotations.NullMarked;
