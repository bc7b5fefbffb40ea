/** Exhaustive exploration of a model: its graph, its properties, and walks that cover it. */
@NullMarked
package dev.lockstep.model.explore;

import org.jspecify.annotations.NullMarked;
