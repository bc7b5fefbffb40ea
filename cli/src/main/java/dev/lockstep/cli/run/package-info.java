/** What the commands share: the checkout, the stores, one config or trace run, errors, progress. */
@NullMarked
package dev.lockstep.cli.run;

import org.jspecify.annotations.NullMarked;
