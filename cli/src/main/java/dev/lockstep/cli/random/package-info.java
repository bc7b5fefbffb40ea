/** Random sequences of calls, model against store, by jqwik on the JUnit platform. */
@NullMarked
package dev.lockstep.cli.random;

import org.jspecify.annotations.NullMarked;
